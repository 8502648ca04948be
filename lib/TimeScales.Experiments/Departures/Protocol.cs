using System.Text.Json;

namespace TimeScales.Experiments.Departures;

/// <summary>How an experiment is measured: a named set of departures from the paper.</summary>
/// <param name="Name">The name used on the command line, in folders and in results.</param>
/// <param name="Departures">The departures that are switched on.</param>
public sealed record Protocol(string Name, Departure Departures)
{
    /// <summary>The released program, departures included, seed for seed.</summary>
    public static Protocol Published { get; } = new("published", Departure.All);

    /// <summary>What the paper defines.</summary>
    public static Protocol Corrected { get; } = new("corrected", Departure.None);

    /// <summary>The protocols that have a name of their own.</summary>
    public static IReadOnlyList<Protocol> All { get; } = [Corrected, Published];

    /// <summary>The protocol of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static Protocol ByName(string name) => Catalogue.Find(All, protocol => protocol.Name, "protocol", name);

    /// <summary>The corrected protocol with one departure switched on, named after it: "only-reversed-products".</summary>
    public static Protocol OnlyWith(Departure departure) =>
        new($"only-{JsonNamingPolicy.KebabCaseLower.ConvertName(departure.ToString())}", departure);

    /// <summary>Whether that departure is switched on.</summary>
    public bool Has(Departure departure) => (Departures & departure) != 0;
}
