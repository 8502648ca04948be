namespace TimeScales.Experiments.Analogies;

/// <summary>A cell with what trains it.</summary>
/// <param name="Name">The name used on the command line, in folders and in results: cell, hyphen, optimizer.</param>
/// <param name="Cell">The cell's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="CreateOptimizer">A new optimizer.</param>
public sealed record AnalogiesModel(string Name, string Cell, string Optimizer, Func<Optimizer<float>> CreateOptimizer)
{
    /// <summary>SGD's and Adam's step sizes: the paper's, Sec. VII-B.</summary>
    private const double DescentStepSize = 1e-2;
    private const double AdamStepSize = 1e-3;

    /// <summary>Usual in practice; with it a lasting gradient moves the weights 1/(1 − m) = 10 times as far.</summary>
    private const double Momentum = 0.9;

    /// <summary>The optimizers: momentum moves as far as SGD along a lasting gradient, AdaRem's steps are SGD's and those of
    /// RMSProp and HGM are Adam's where their modulation is neutral.</summary>
    private static readonly (string Name, Func<Optimizer<float>> Create)[] Optimizers =
    [
        ("sgd", () => new GradientDescent<float>(DescentStepSize)),
        ("momentum", () => new GradientDescent<float>(DescentStepSize * (1 - Momentum), Momentum)),
        ("rmsprop", () => new RootMeanSquare<float>(AdamStepSize)),
        ("adam", () => new Adam<float>(AdamStepSize)),
        ("adarem", () => new AdaRem<float>(DescentStepSize)),
        ("hgm", () => new HindsightMomentum<float>(AdamStepSize)),
    ];

    /// <summary>Every model: the plain cell with every optimizer; leaky with SGD; the gates with SGD and with Adam.</summary>
    public static IReadOnlyList<AnalogiesModel> All { get; } =
    [
        .. Optimizers.Select(o => new AnalogiesModel($"plain-{o.Name}", "plain", o.Name, o.Create)),
        With("leaky", "sgd"), With("scalar", "sgd"), With("multi", "sgd"), With("scalar", "adam"), With("multi", "adam"),
    ];

    /// <summary>The names of all models: those, and every other cell with every optimizer.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        [.. All.Select(model => model.Name)
            .Union(TimeScales.Cell.All.SelectMany(cell => Optimizers.Select(o => $"{cell.Name}-{o.Name}")))];

    /// <summary>The optimizers that gates are compared with: SGD, which preconditions nothing, is the reference.</summary>
    internal static IReadOnlyList<(string Name, Func<Optimizer<float>> Create)> Comparators => Optimizers;

    /// <summary>Whether the cell's gates are compared with what optimizers would do: those of the paper are, where no optimizer
    /// interferes. Other cells have no network without gates that has the same states.</summary>
    internal bool ComparesGates => Cell is "leaky" or "scalar" or "multi" && Optimizer == "sgd";

    /// <summary>The model of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static AnalogiesModel ByName(string name)
    {
        var hyphen = Catalogue.Find(Names, known => known, "cell with optimizer of analogies", name).LastIndexOf('-');
        return With(name[..hyphen], name[(hyphen + 1)..]);
    }

    /// <summary>The name of the model that a user names: SGD trains a cell of which the paper has no model and
    /// no optimizer is named.</summary>
    internal static string NameOf(string name) =>
        TimeScales.Cell.All.Any(cell => cell.Name == name) && All.All(model => model.Cell != name) ? $"{name}-sgd" : name;

    private static AnalogiesModel With(string cell, string optimizer) =>
        new($"{cell}-{optimizer}", TimeScales.Cell.ByName(cell).Name, optimizer,
            Optimizers.First(o => o.Name == optimizer).Create);
}
