using TimeScales.Experiments.Engines;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>Which engine computes, from the names on the command line, what this build has and what
/// this machine offers.</summary>
internal sealed class EngineChoice
{
    private const string Embedded = "embedded";
    private const string Automatic = "auto";

    private EngineChoice(bool isNamed, IEngine? engine, string? why) => (IsNamed, Engine, Why) = (isNamed, engine, why);

    /// <summary>Whether the user named the engine, so that only its results count.</summary>
    public bool IsNamed { get; }

    /// <summary>The engine; null for the embedded one.</summary>
    public IEngine? Engine { get; }

    /// <summary>Why the automatic choice is not CUDA; null where it is, or where nobody asked.</summary>
    public string? Why { get; }

    /// <summary>Chooses; the automatic choice is the embedded engine unless a CUDA device is there.</summary>
    /// <param name="name">embedded, auto, or the name of an engine of this build.</param>
    /// <param name="device">cpu or cuda; null where the user named none.</param>
    /// <param name="threads">Threads of the processor that an engine may use.</param>
    /// <param name="sources">The engines of this build besides the embedded one.</param>
    /// <exception cref="ArgumentException">There is no such engine or device here; the message says why
    /// and what there is.</exception>
    public static EngineChoice Of(string name, string? device, int threads, IReadOnlyList<IEngineSource> sources)
    {
        if (device is not (null or "cpu" or "cuda"))
            throw new ArgumentException($"Unknown device '{device}'; known: cpu, cuda.");
        if (name == Embedded)
        {
            return device is null or "cpu"
                ? new EngineChoice(true, null, null)
                : throw new ArgumentException($"The embedded engine cannot use the device '{device}'; it has: cpu.");
        }
        if (name == Automatic)
            return Automatically(device, threads, sources);

        var source = sources.FirstOrDefault(s => s.Name == name)
            ?? throw new ArgumentException(
                $"The engine '{name}' is not in this build; it has: "
                + $"{string.Join(", ", [Embedded, .. sources.Select(s => s.Name), Automatic])}."
                + $"{TorchAbsence(" The engine 'torch' is not here: ", ".")}");
        var place = device ?? "cpu";
        return source.Missing(place) is { } missing
            ? throw new ArgumentException($"The {name} engine cannot use the device '{place}': {missing}.")
            : new EngineChoice(true, source.Create(place, threads), null);
    }

    /// <summary>The same choice for runs of an experiment: where it is automatic, an engine that cannot compute them gives way
    /// to the embedded one.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="experimentHasReplicas">Whether the experiment runs on any other engine.</param>
    /// <exception cref="ArgumentException">The engine named cannot compute them; the message says why.</exception>
    public EngineChoice For(IReadOnlyList<RunConfiguration> runs, bool experimentHasReplicas)
    {
        if (Engine is null || runs.Count == 0)
            return this;
        var refusal = experimentHasReplicas
            ? runs.Select(Engine.Refusal).FirstOrDefault(r => r is not null)
            : $"the experiment '{runs[0].Experiment}' is part of the embedded engine only";
        if (refusal is null)
            return this;
        return IsNamed
            ? throw new ArgumentException($"The {Engine.Name} engine cannot compute this: {refusal}; leave --engine out.")
            : new EngineChoice(false, null, refusal);
    }

    private static EngineChoice Automatically(string? device, int threads, IReadOnlyList<IEngineSource> sources)
    {
        if (device == "cpu")
            return new EngineChoice(false, null, null);
        var reasons = new List<string>();
        foreach (var source in sources)
        {
            if (source.Missing("cuda") is not { } missing)
                return new EngineChoice(false, source.Create("cuda", threads), null);
            reasons.Add(missing);
        }
        var why = sources.Count == 0
            ? $"there is the embedded engine only{TorchAbsence("; the engine 'torch' is not here: ", "")}"
            : string.Join("; ", reasons);
        if (device == "cuda")
            throw new ArgumentException($"There is no device 'cuda' here: {why}.");
        return new EngineChoice(false, null, sources.Any(source => source.IsThere("cuda")) ? why : null);
    }

    private static string TorchAbsence(string before, string after) =>
        EngineSources.Absence is { } absence ? before + absence + after : "";
}
