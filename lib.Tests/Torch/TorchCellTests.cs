using TimeScales.Cells;
using TimeScales.Torch;
using static TorchSharp.torch;

namespace TimeScales.Tests.Torch;

/// <summary>The modules against the embedded cells: weights, states, Jacobians, gates and single-sequence gradients of three replicas.</summary>
[NonParallelizable]
internal sealed class TorchCellTests
{
    private const int Hidden = 64;
    private const int Inputs = 4;
    private const int Steps = 12;
    private const int Sequences = 5;
    private const int Count = 3;

    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void Initial_weights_are_the_embedded_engines_to_the_bit(Cell cell)
    {
        var networks = Replicas.Networks(cell, Hidden, Inputs, Count);

        using var module = TorchCell.Create(networks, float32, CPU);

        for (var r = 0; r < Count; r++)
            Assert.That(module.ToNetwork(r, Inputs).Weights, Is.EqualTo(networks[r].Weights));
    }

    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void Jacobians_agree_in_float64(Cell cell) => CompareJacobians<double>(cell, float64, 1e-11);

    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void Jacobians_agree_in_float32(Cell cell) => CompareJacobians<float>(cell, float32, 1e-5);

    /// <summary>The closed form against autograd: the module's own derivative, with no formula of ours.</summary>
    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void Jacobians_are_the_derivatives_that_autograd_finds(Cell cell)
    {
        using var scope = NewDisposeScope();
        var networks = Replicas.Networks(cell, 7, 2, Count);
        using var module = TorchCell.Create(networks, float64, CPU);
        var (inputs, _) = Replicas.Tensors(Replicas.Batches(Count, Sequences, 6, 2), 6, float64);
        var trajectory = module.Unroll(inputs);

        // State 4 as a function of state 3: one backward pass per component, summed over replicas and sequences, which do not mix.
        var rows = Enumerable.Range(0, 7).Select(i => autograd.grad([trajectory.States[4].select(2, i).sum()], [trajectory.States[3]], retain_graph: true)[0]);
        var expected = stack([.. rows], 2);
        var actual = module.StateJacobian(trajectory.Preactivations[3], trajectory.States[3]);

        Assert.That(Numerical.Distance(Replicas.ToArray(actual), Replicas.ToArray(expected)), Is.LessThan(1e-13));
    }

    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void Single_sequence_gradients_agree(Cell cell)
    {
        using var scope = NewDisposeScope();
        var networks = Replicas.Networks(cell, Hidden, Inputs, Count);
        var batches = Replicas.Batches(Count, Sequences, Steps, Inputs);
        using var module = TorchCell.Create(networks, float64, CPU);
        var (inputs, targets) = Replicas.Tensors(batches, Steps, float64);

        var actual = SequenceGradients.Of(module, inputs, targets);

        for (var r = 0; r < Count; r++)
        {
            var network = networks[r].To<double>();
            var unroll = Replicas.Unrolled(network, batches[r], Steps);
            var expected = Enumerable.Range(0, Sequences).Select(_ => new double[network.Weights.Length]).ToArray();
            unroll.SequenceGradients(network, Array.ConvertAll(batches[r].Targets, y => (double)y), expected);
            for (var b = 0; b < Sequences; b++)
            {
                // The module stacks candidate and gate; the blocks' places differ, their values do not.
                var inModuleOrder = network.Cell.Preactivations.SelectMany(p => Block(network, expected[b], p.Recurrent!))
                    .Concat(network.Cell.Preactivations.SelectMany(p => Block(network, expected[b], p.Input!)))
                    .Concat(Block(network, expected[b], "Wo"));
                Assert.That(Numerical.Distance(Replicas.ToArray(actual[r, b]), inModuleOrder), Is.LessThan(1e-11));
            }
        }
    }

    [Test]
    public void Networks_that_differ_in_size_are_refused() =>
        Assert.That(
            () => TorchCell.Create([new Network<float>(new PlainCell(), 3, 2), new Network<float>(new PlainCell(), 4, 2)], float32, CPU),
            Throws.ArgumentException.With.Message.Contain("same sizes"));

    private static double[] Block(Network<double> network, double[] gradient, string name)
    {
        var block = network.Block(name);
        return gradient[block.Offset..(block.Offset + block.Length)];
    }

    /// <summary>All steps of all sequences: states that differ from step to step expose an index that is off by one.</summary>
    private static void CompareJacobians<T>(Cell cell, ScalarType precision, double tolerance) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        var networks = Replicas.Networks(cell, Hidden, Inputs, Count);
        var batches = Replicas.Batches(Count, Sequences, Steps, Inputs);
        using var module = TorchCell.Create(networks, precision, CPU);
        var trajectory = module.Unroll(Replicas.Tensors(batches, Steps, precision).Inputs);

        for (var r = 0; r < Count; r++)
        {
            var unroll = Replicas.Unrolled(networks[r].To<T>(), batches[r], Steps);
            for (var t = 1; t <= Steps; t++)
            {
                var jacobians = module.StateJacobian(trajectory.Preactivations[t - 1], trajectory.States[t - 1]);
                var gates = module.Gate(trajectory.Preactivations[t - 1]).expand(Count, Sequences, Hidden);
                for (var b = 0; b < Sequences; b++)
                {
                    var expected = unroll.StateJacobian(b, t).Cast<T>().Select(double.CreateChecked);
                    Assert.That(Numerical.Distance(Replicas.ToArray(jacobians[r, b]), expected), Is.LessThan(tolerance), $"replica {r}, sequence {b}, step {t}");
                    var expectedGates = Enumerable.Range(0, Hidden).Select(i => unroll.Gate(b, t, i));
                    Assert.That(Numerical.Distance(Replicas.ToArray(gates[r, b]), expectedGates), Is.LessThan(tolerance));
                }
            }
        }
    }
}
