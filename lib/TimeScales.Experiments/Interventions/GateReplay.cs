using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Interventions;

/// <summary>Runs a gated network with gates that are given instead of its own.</summary>
/// <remarks>The gates come in as further inputs: a network of the same cell whose gates see neither state nor the task's inputs,
/// but channel N + q, which holds ln(g/(1 − g)) of unit q at each step. Nothing else of the machinery is different.</remarks>
internal static class GateReplay
{
    /// <summary>The ways to replace gates, [B][T][units] each.</summary>
    public static IReadOnlyList<(string Name, Func<double[][][], TorchGenerator, double[][][]> Replace)> Ways { get; } =
    [
        ("own", (gates, _) => gates),
        ("unitMeans", (gates, _) => Constant(gates, UnitMeans(gates))),
        ("oneMean", (gates, _) => Constant(gates, [.. UnitMeans(gates).Select(_ => UnitMeans(gates).Average())])),
        ("shuffledInTime", (gates, generator) => [.. gates.Select(sequence => Shuffled(sequence, generator))]),
        ("swappedSequences", (gates, _) => [.. gates.Skip(1), gates[0]]),
    ];

    /// <summary>The mean error with gates replaced.</summary>
    /// <param name="network">A multi or scalar network with a gate bias.</param>
    /// <param name="set">The sequences.</param>
    /// <param name="steps">T.</param>
    /// <param name="replace">What replaces the gates.</param>
    public static double Error(Network<float> network, Batch set, int steps, Func<double[][][], double[][][]> replace)
    {
        var (n, sequences) = (network.Inputs, set.Targets.Length);
        var own = new Unroll<float>(network.Cell, network.Hidden, n, sequences, steps, network.ReadOut);
        own.Forward(network, set.Inputs);
        var units = network.Block("Wrg").Rows;
        var gates = replace([.. Enumerable.Range(0, sequences).Select(b => Enumerable.Range(1, steps)
            .Select(t => Enumerable.Range(0, units).Select(unit => own.Gate(b, t, unit)).ToArray()).ToArray())]);

        var given = new Network<float>(network.Cell, network.Hidden, n + units, network.ReadOut);
        foreach (var name in new[] { "Wr", "Wo" })
            network[name].CopyTo(given[name]);
        for (var row = 0; row < network.Hidden; row++)
            network["Wi"].Slice(row * n, n).CopyTo(given["Wi"].Slice(row * given.Inputs, n));
        for (var unit = 0; unit < units; unit++)
            given["Wig"][unit * given.Inputs + n + unit] = 1;

        var inputs = new float[sequences * steps * given.Inputs];
        for (var b = 0; b < sequences; b++)
        {
            for (var t = 0; t < steps; t++)
            {
                var to = inputs.AsSpan((b * steps + t) * given.Inputs, given.Inputs);
                set.Inputs.AsSpan((b * steps + t) * n, n).CopyTo(to);
                for (var unit = 0; unit < units; unit++)
                    to[n + unit] = (float)Math.Log(gates[b][t][unit] / (1 - gates[b][t][unit]));
            }
        }
        var unroll = new Unroll<float>(given.Cell, given.Hidden, given.Inputs, sequences, steps, network.ReadOut);
        unroll.Forward(given, inputs);
        return Enumerable.Range(0, sequences).Average(b => unroll.ReadOut.Error(unroll.Output(b), set.Targets[b]));
    }

    private static double[] UnitMeans(double[][][] gates) =>
        [.. Enumerable.Range(0, gates[0][0].Length)
            .Select(unit => gates.Average(sequence => sequence.Average(step => step[unit])))];

    private static double[][][] Constant(double[][][] like, double[] gates) =>
        [.. like.Select(sequence => sequence.Select(_ => gates).ToArray())];

    private static double[][] Shuffled(double[][] sequence, TorchGenerator generator) =>
        [.. generator.Permutation(sequence.Length).Select(t => sequence[t])];
}
