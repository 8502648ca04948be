using System.Text.Json;
using TimeScales.Tests.Golden;
using TimeScales.Torch;
using static TorchSharp.torch;

namespace TimeScales.Tests.Torch;

/// <summary>The modules against the embedded cells, against torch's own GRU and LSTM, and against autograd.</summary>
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

        using var module = TorchNetwork.Create(networks, float32, CPU);

        for (var r = 0; r < Count; r++)
            Assert.That(module.ToNetwork(r).Weights, Is.EqualTo(networks[r].Weights));
    }

    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void Jacobians_agree_in_float64(Cell cell) => CompareJacobians<double>(cell, float64, 1e-11);

    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void Jacobians_agree_in_float32(Cell cell) => CompareJacobians<float>(cell, float32, 1e-5);

    /// <summary>A cell without replicas, to which nothing but its forward is told: the general way by autograd.</summary>
    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void Jacobians_are_the_derivatives_that_autograd_finds(Cell cell)
    {
        using var scope = NewDisposeScope();
        using var module = Filled(TorchCell.Create(cell, 7, 2, float64));
        var (input, state) = (randn(5, 2, dtype: float64), randn(5, module.StateSize, dtype: float64));

        var expected = StateJacobians.Of(new Disguised(module), input, state);
        var actual = StateJacobians.Of(module, input, state);

        Assert.That(Numerical.Distance(Replicas.ToArray(actual), Replicas.ToArray(expected)), Is.LessThan(1e-13));
    }

    /// <summary>Golden values of torch.nn.GRU and LSTM: their parameters go in under their own names.</summary>
    [TestCase("gru")]
    [TestCase("lstm")]
    public void States_and_Jacobians_are_those_of_torch(string name)
    {
        using var scope = NewDisposeScope();
        var file = GoldenFile.Read("cells.json");
        long Size(string what) => file.GetProperty("shape").GetProperty(what).GetInt64();
        var (hidden, inputs, batch, steps) = (Size("hidden"), Size("inputs"), Size("batch"), Size("steps"));
        var golden = file.GetProperty(name);
        Tensor Values(JsonElement element, params long[] shape) => tensor(element.Doubles(), shape);
        using var module = TorchCell.Create(Cell.ByName(name), (int)hidden, (int)inputs, float64);
        module.load_state_dict(module.state_dict().ToDictionary(
            entry => entry.Key, entry => Values(golden.GetProperty("parameters").GetProperty($"{entry.Key}_l0"), entry.Value.shape)));
        var sequences = Values(golden.GetProperty("inputs"), batch, steps, inputs).transpose(0, 1);
        var start = Values(golden.GetProperty("start"), batch, module.StateSize);

        var trajectory = Trajectory.Of(module, sequences, start);
        var shown = stack([.. trajectory.States.Skip(1).Select(x => x.narrow(-1, 0, hidden))], 1);
        var jacobian = module.StateJacobian(sequences[0], start)[0];

        Assert.That(Numerical.Distance(Replicas.ToArray(shown), golden.GetProperty("shown").Doubles()), Is.LessThan(Numerical.ManySteps));
        Assert.That(Numerical.Distance(Replicas.ToArray(jacobian), golden.GetProperty("jacobian").Doubles()), Is.LessThan(Numerical.OneStep));
    }

    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void A_state_dict_saves_and_loads(Cell cell)
    {
        using var scope = NewDisposeScope();
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.weights");
        using var saved = Filled(TorchCell.Create(cell, 5, 3, float32));
        using var loaded = TorchCell.Create(cell, 5, 3, float32);
        try
        {
            saved.save(file);
            loaded.load(file);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.That(saved.state_dict().Keys, Is.SupersetOf(new[] { "weight_ih", "weight_hh" }));
        foreach (var (name, value) in saved.state_dict())
            Assert.That(Replicas.ToArray(loaded.state_dict()[name]), Is.EqualTo(Replicas.ToArray(value)), name);
    }

    [TestCaseSource(typeof(Replicas), nameof(Replicas.Cells))]
    public void Single_sequence_gradients_agree(Cell cell)
    {
        using var scope = NewDisposeScope();
        var networks = Replicas.Networks(cell, Hidden, Inputs, Count);
        var batches = Replicas.Batches(Count, Sequences, Steps, Inputs);
        using var module = TorchNetwork.Create(networks, float64, CPU);
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
                // The module stacks the gates in torch's order; the blocks' places differ, their values do not.
                IEnumerable<double> Stacked(Func<CellBlock, string?> name) => module.Cell.Blocks.SelectMany(block =>
                    name(block) is { } own ? Block(network, expected[b], own) : new double[block.Rows(Hidden)]);
                var inModuleOrder = Stacked(block => block.Recurrent).Concat(Stacked(block => block.Input)).Concat(Block(network, expected[b], "Wo"))
                    .Concat(module.Cell.Weights.BiasIh is null ? [] : Stacked(block => block.InputBias))
                    .Concat(module.Cell.Weights.BiasHh is null ? [] : Stacked(block => block.StateBias));
                Assert.That(Numerical.Distance(Replicas.ToArray(actual[r, b]), inModuleOrder), Is.LessThan(1e-11));
            }
        }
    }

    [Test]
    public void Networks_that_differ_in_size_are_refused() =>
        Assert.That(
            () => TorchNetwork.Create([new Network<float>(new PlainCell(), 3, 2), new Network<float>(new PlainCell(), 4, 2)], float32, CPU),
            Throws.ArgumentException.With.Message.Contain("same sizes"));

    internal static TorchCell Filled(TorchCell cell)
    {
        using var untracked = no_grad();
        using var generator = new Generator(5);
        foreach (var weight in cell.parameters())
            weight.normal_(0, 0.5, generator);
        return cell;
    }

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
        using var network = TorchNetwork.Create(networks, precision, CPU);
        var trajectory = Trajectory.Of(network.Cell, Replicas.Tensors(batches, Steps, precision).Inputs);

        var unrolls = Array.ConvertAll(networks, n => Replicas.Unrolled(n.To<T>(), batches[Array.IndexOf(networks, n)], Steps));
        for (var t = 1; t <= Steps; t++)
        {
            var (input, state) = (trajectory.Inputs[t - 1], trajectory.States[t - 1]);
            var (jacobians, dominant) = (network.Cell.StateJacobian(input, state), network.Cell.DominantJacobian(input, state));
            var (gates, carries) = (network.Cell.Gate(input, state).expand(Count, Sequences, Hidden), network.Cell.Carry(input, state).expand(Count, Sequences, Hidden));
            for (var r = 0; r < Count; r++)
            {
                for (var b = 0; b < Sequences; b++)
                {
                    void Compare(Tensor actual, IEnumerable<double> expected, string what) =>
                        Assert.That(Numerical.Distance(Replicas.ToArray(actual[r, b]), expected), Is.LessThan(tolerance), $"{what} of replica {r}, sequence {b}, step {t}");
                    var units = Enumerable.Range(0, Hidden);
                    Compare(trajectory.States[t], unrolls[r].State(b, t).ToArray().Select(double.CreateChecked), "state");
                    Compare(jacobians, unrolls[r].StateJacobian(b, t).Cast<T>().Select(double.CreateChecked), "J");
                    Compare(dominant, unrolls[r].DominantJacobian(b, t).Cast<T>().Select(double.CreateChecked), "A");
                    Compare(gates, units.Select(i => unrolls[r].Gate(b, t, i)), "gate");
                    Compare(carries, units.Select(i => double.CreateChecked(unrolls[r].Carry(b, t, i))), "carry");
                }
            }
        }
    }

    /// <summary>A module of which nothing but its forward is known.</summary>
    private sealed class Disguised(TorchCell cell) : TorchSharp.torch.nn.Module<Tensor, Tensor, Tensor>("disguised")
    {
        public override Tensor forward(Tensor input, Tensor state) => cell.call(input, state);
    }
}
