using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Learned;

/// <summary>A cell with the biases from which it can learn long lags.</summary>
/// <param name="Cell">The cell's name, which also names the model.</param>
/// <param name="Start">How its gates start, in a few words.</param>
/// <param name="CreateCell">The cell, given its gates' first pre-activation.</param>
/// <param name="SetBiases">Sets the biases of a network whose weights are drawn; the generator runs on.</param>
public sealed record LearnedModel(string Cell, string Start,
    Func<double, Cell> CreateCell, Action<Network<float>, LearnedConfiguration, TorchGenerator> SetBiases)
{
    /// <summary>The models: the four that are to learn, and two without a gate of their own for comparison.</summary>
    /// <remarks>
    /// A gate that starts at σ(−3) = 0.047 takes a twentieth of the candidate at each step. Chrono initialisation (Tallec and
    /// Ollivier, arXiv:1804.11188, Sec. 3) draws every unit's time scale from 1 to T − 1: b = ln U(1, T − 1) for the gate that
    /// carries; LSTM: its negative for the input gate.
    /// </remarks>
    public static IReadOnlyList<LearnedModel> All { get; } =
    [
        new("multi", "gate bias", _ => new MultiGateCell(hasGateBias: true), (network, config, _) =>
            network["bg"].Fill((float)config.GateBias)),
        new("scalar", "gate bias", _ => new ScalarGateCell(hasGateBias: true), (network, config, _) =>
            network["bg"].Fill((float)config.GateBias)),
        new("gru", "chrono", _ => new GruCell(), (network, config, generator) =>
            DrawTimeScales(network["bz"], config.Steps, generator)),
        new("lstm", "chrono", _ => new LstmCell(), (network, config, generator) =>
        {
            DrawTimeScales(network["bf"], config.Steps, generator);
            for (var i = 0; i < network.Hidden; i++)
                network["bi"][i] = -network["bf"][i];
        }),
        new("leaky", "constant gate", gateBias => new LeakyCell(1 / (1 + Math.Exp(-gateBias))), (_, _, _) => { }),
        new("plain", "no gate", _ => new PlainCell(), (_, _, _) => { }),
    ];

    /// <summary>The cells of those models, then every other.</summary>
    internal static IReadOnlyList<string> Cells { get; } =
        [.. Catalogue.StartingWith(TimeScales.Cell.All, cell => cell.Name, [.. All.Select(model => model.Cell)])
            .Select(cell => cell.Name)];

    /// <summary>The model of a cell; one that has none here starts as it is.</summary>
    public static LearnedModel ByCell(string cell) =>
        All.FirstOrDefault(model => model.Cell == cell)
            ?? new(cell, "as it is", _ => TimeScales.Cell.ByName(cell), (_, _, _) => { });

    /// <summary>A network with its first weights: all weights as torch's <c>Linear</c> draws them, other biases zero.</summary>
    internal Network<float> CreateNetwork(LearnedConfiguration config)
    {
        var generator = new TorchGenerator(config.Seed);
        var network = new Network<float>(CreateCell(config.GateBias), config.Hidden, config.Inputs,
            LearnedTask.ByName(config.Task).Task.ReadOut).Initialize(generator);
        SetBiases(network, config, generator);
        return network;
    }

    private static void DrawTimeScales(Span<float> biases, int steps, TorchGenerator generator)
    {
        generator.FillUniform(biases, 1, steps - 1);
        foreach (ref var bias in biases)
            bias = MathF.Log(bias);
    }
}
