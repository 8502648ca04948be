using TimeScales.RandomStreams;

namespace TimeScales.Experiments.DelayedSums;

/// <summary>The networks: five cells whose gates start nearly shut.</summary>
/// <remarks>As in the follow-ups' program every weight matrix starts orthogonal, but for the gates of scalar and multi, which see
/// nothing at first; biases make every gate start at, or about, one value s: a step takes s of the candidate and keeps 1 − s. GRU
/// and LSTM are torch's; their reset and output gates start at ½.</remarks>
internal static class DelayedSumsNetwork
{
    /// <summary>The follow-ups' cells.</summary>
    public static IReadOnlyList<string> Cells { get; } = ["leaky", "scalar", "multi", "gru", "lstm"];

    /// <summary>These, then every other, which starts as it is.</summary>
    public static IReadOnlyList<string> KnownCells { get; } = [.. Cells.Union(Cell.All.Select(cell => cell.Name))];

    /// <summary>The cell of a run.</summary>
    /// <exception cref="ArgumentException">There is no such cell; the message lists those that exist.</exception>
    public static Cell CreateCell(DelayedSumsConfiguration config) =>
        Catalogue.Find(KnownCells, cell => cell, $"cell of {config.Experiment}", config.Cell) switch
        {
            "leaky" => new LeakyCell(config.GateStart is > 0 and < 1 ? config.GateStart : LeakyCell.PaperAlpha),
            "scalar" => new ScalarGateCell(hasGateBias: true),
            "multi" => new MultiGateCell(hasGateBias: true),
            var other => Cell.ByName(other),
        };

    /// <summary>The network before its first update.</summary>
    public static Network<float> Create(DelayedSumsConfiguration config)
    {
        var generator = new TorchGenerator(config.Seed);
        var network = new Network<float>(CreateCell(config), config.Hidden, config.Inputs);
        foreach (var block in network.Blocks.Where(block => !block.IsBias && block.Name is not ("Wrg" or "Wig")))
            OrthogonalWeights.Draw(network[block.Name], block.Rows, generator);
        var bias = (float)Math.Log(config.GateStart / (1 - config.GateStart));
        foreach (var (name, sign) in new[] { ("bg", 1), ("bz", -1), ("bi", 1), ("bf", -1) })
        {
            // bi is the candidate's bias of a GRU.
            if (network.Blocks.Any(block => block.Name == name) && (config.Cell, name) != ("gru", "bi"))
                network[name].Fill(sign * bias);
        }
        return network;
    }

    /// <summary>The biases of the gates that decide how long a unit remembers.</summary>
    public static IEnumerable<WeightBlock> CarryBiases(Network<float> network) =>
        network.Blocks.Where(block => block.Name is "bg" or "bz" or "bf");

    /// <summary>The weights and biases of a network's gates.</summary>
    public static IEnumerable<WeightBlock> Gates(Network<float> network) => network.Cell.Preactivations.Where(p => p.IsGate)
        .SelectMany(p => new[] { p.Recurrent, p.Input, p.Bias }).OfType<string>().Select(network.Block);
}
