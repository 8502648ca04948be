using TimeScales.Experiments;
using TimeScales.Experiments.DelayedSums;
using TimeScales.Experiments.Departures;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.DelayedSums;

/// <summary>The task, the networks at their start, and what an update changes.</summary>
internal sealed class DelayedSumsTests
{
    private static readonly string[] Cells = ["leaky", "scalar", "multi", "gru", "lstm"];

    /// <summary>With one channel a = ±1, and without noise the targets are the sums themselves.</summary>
    [Test]
    public void Targets_are_sums_of_the_inputs_at_lags_that_scale_with_the_length()
    {
        var run = Small("multi") with { Inputs = 1, Steps = 128, Noise = 0 };
        var task = new DelayedSumsTask(run);
        var (u, y) = task.Draw(new TorchGenerator(5), 3);

        Assert.That(task.Lags, Is.EqualTo(new[] { 4, 8, 16, 24, 32 }));
        Assert.That(new DelayedSumsTask(run with { Steps = 1024 }).Lags, Is.EqualTo(new[] { 32, 64, 128, 192, 256 }));
        var sign = Math.Sign(y[4] * u[0]);
        for (var b = 0; b < 3; b++)
        {
            float U(int t) => t < 0 ? 0 : u[b * 128 + t];
            for (var t = 0; t < 128; t++)
            {
                var sum = 0.6 * U(t - 4) + 0.5 * U(t - 8) + 0.4 * U(t - 16) + 0.32 * U(t - 24) + 0.26 * U(t - 32);
                Assert.That(y[b * 128 + t], Is.EqualTo(sign * sum).Within(1e-6));
            }
        }
    }

    [Test]
    public void Noise_has_its_deviation_and_the_direction_length_one()
    {
        var run = Small("multi") with { Inputs = 16, Steps = 1024 };
        double Power(double noise) =>
            new DelayedSumsTask(run with { Noise = noise }).Draw(new TorchGenerator(5), 32).Targets.Chunk(1024).Average(y => y[256..].Average(x => x * x));

        // Σ c_k² = 0.94; 25,000 values that are nearly independent give it to 1 %.
        Assert.That(Power(0), Is.EqualTo(0.94).Within(0.03));
        Assert.That(Power(2), Is.EqualTo(4.94).Within(0.15));
    }

    [TestCaseSource(nameof(Cells))]
    public void Gates_start_about_where_they_are_told(string cell)
    {
        var run = Small(cell) with { GateStart = 0.02, Hidden = 64, Inputs = 16 };
        var pass = Pass(run, DelayedSumsNetwork.Create(run).To<double>(), out _);
        var kept = Enumerable.Range(1, run.Steps).Select(t => pass.Unroll.Slopes(0, t).Kept.Average()).Average();

        // What scalar and multi do not see cannot move them; in a GRU and an LSTM inputs move single gates, by e^{±½}.
        Assert.That(1 - kept, Is.EqualTo(0.02).Within(cell is "gru" or "lstm" ? 0.006 : 1e-8));
    }

    /// <summary>Finite differences of the mean squared error, in float64.</summary>
    [TestCaseSource(nameof(Cells))]
    public void The_gradient_is_that_of_the_mean_squared_error_over_all_steps(string cell)
    {
        var run = Small(cell);
        var network = DelayedSumsNetwork.Create(run).To<double>();
        var pass = Pass(run, network, out var set);
        var gradient = new double[network.Weights.Length];
        pass.Backward(gradient);

        var direction = Numerical.Normals(new Random(1), gradient.Length);
        double Moved(double by)
        {
            var moved = network.To<double>();
            for (var i = 0; i < direction.Length; i++)
                moved.Weights[i] += by * direction[i];
            return pass.Forward(moved, set);
        }
        // Central differences of fourth order: the error of 1e-3 is 1e-12 of the fifth derivative and rounding 1e-13.
        const double h = 1e-3;
        var derivative = (8 * (Moved(h) - Moved(-h)) - (Moved(2 * h) - Moved(-2 * h))) / (12 * h);
        Assert.That(gradient.Zip(direction, (g, d) => g * d).Sum(), Is.EqualTo(derivative).Within(1e-8 * Math.Abs(derivative) + 1e-10));
    }

    [Test]
    public void The_direct_error_is_the_derivative_of_half_a_squared_error_by_the_state()
    {
        var run = Small("lstm");
        var network = DelayedSumsNetwork.Create(run).To<double>();
        var pass = Pass(run, network, out var set);
        var state = pass.Unroll.State(1, 9)[..run.Hidden].ToArray();
        double Half(double[] h) => Math.Pow(network["Wo"].ToArray().Zip(h, (w, x) => w * x).Sum() - set.Targets[run.Steps + 8], 2) / 2;

        for (var q = 0; q < run.Hidden; q++)
        {
            double[] up = [.. state], down = [.. state];
            (up[q], down[q]) = (state[q] + 1, state[q] - 1);
            // Of a square the central difference is exact.
            Assert.That(pass.DirectError(1, 9)[q], Is.EqualTo((Half(up) - Half(down)) / 2).Within(1e-12));
        }
    }

    [TestCase("scalar"), TestCase("multi"), TestCase("gru"), TestCase("lstm")]
    public void Frozen_gates_keep_their_weights_and_all_else_is_trained(string cell)
    {
        var run = Small(cell) with { AreGatesFrozen = true, Checkpoints = [0, 3] };
        var networks = new DelayedSumsTraining(run).Run().Select(t => t.Network).ToArray();
        var gates = networks[0].Cell.Preactivations.Where(p => p.IsGate).SelectMany(p => new[] { p.Recurrent, p.Input, p.Bias }).ToArray();

        foreach (var block in networks[0].Blocks)
        {
            var change = networks[1][block.Name].ToArray().Zip(networks[0][block.Name].ToArray(), (a, b) => Math.Abs(a - b)).Max();
            Assert.That(change, gates.Contains(block.Name) ? Is.Zero : Is.GreaterThan(1e-4), block.Name);
        }
    }

    /// <summary>Normal noise of scale σ has the variance 2σ²; 512 units tell it to 0.063 of itself, four of which are allowed:
    /// σ² in its place would be seen.</summary>
    [Test]
    public void Shaken_gates_move_by_the_biases_that_carry_alone_and_as_far_as_the_law_says()
    {
        var run = Small("gru") with { Hidden = 512, AreGatesFrozen = true, GateNoiseTail = 2, StepSize = 0.01, Checkpoints = [0, 5] };
        var networks = new DelayedSumsTraining(run).Run().Select(t => t.Network).ToArray();
        double[] Change(string name) => [.. networks[1][name].ToArray().Zip(networks[0][name].ToArray(), (a, b) => (double)(a - b))];

        foreach (var name in DelayedSumsNetwork.Gates(networks[0]).Select(block => block.Name).Where(name => name != "bz"))
            Assert.That(Change(name), Is.All.Zero, name);
        Assert.That(Change("bz").Average(x => x * x) / (5 * 2 * 0.01 * 0.01), Is.EqualTo(1).Within(0.25));
    }

    [Test]
    public void Gates_that_learn_are_not_shaken() =>
        Assert.That(() => (Small("gru") with { GateNoiseTail = 1.4 }).Validate(), Throws.ArgumentException.With.Message.Contains("1.4"));

    /// <summary>Adam's first update is one step size against the sign of the gradient, whatever its length.</summary>
    [Test]
    public void The_first_update_decays_weights_and_then_goes_against_the_gradient()
    {
        var run = Small("multi") with { WeightDecay = 20, StepSize = 0.01, Checkpoints = [0, 1] };
        var networks = new DelayedSumsTraining(run).Run().Select(t => t.Network).ToArray();
        var pass = new DelayedSumsPass<float>(run, networks[0].Cell, run.BatchSize);
        pass.Forward(networks[0], new DelayedSumsTask(run).Draw(new TorchGenerator(run.Seed + 123), run.BatchSize));
        var gradient = new float[networks[0].Weights.Length];
        pass.Backward(gradient);

        for (var i = 0; i < gradient.Length; i++)
        {
            if (Math.Abs(gradient[i]) > 1e-4)
                Assert.That(networks[1].Weights[i], Is.EqualTo(0.8f * networks[0].Weights[i] - 0.01f * Math.Sign(gradient[i])).Within(1e-5));
        }
        Assert.That(gradient.Count(g => Math.Abs(g) > 1e-4), Is.GreaterThan(50));
    }

    [Test]
    public void Training_lowers_the_validation_error_and_is_the_same_twice()
    {
        var run = Small("multi") with { GateStart = 0.5, Checkpoints = [0, 150] };
        var (first, second) = (new DelayedSumsTraining(run).Run().ToArray(), new DelayedSumsTraining(run).Run().ToArray());

        Assert.That(first[1].ValidationError, Is.LessThan(0.9 * first[1].ConstantError));
        Assert.That(second[1].Network.Weights, Is.EqualTo(first[1].Network.Weights));
    }

    private static DelayedSumsPass<double> Pass(DelayedSumsConfiguration run, Network<double> network, out (float[] Inputs, float[] Targets) set)
    {
        set = new DelayedSumsTask(run).Draw(new TorchGenerator(7), 3);
        var pass = new DelayedSumsPass<double>(run, network.Cell, 3);
        pass.Forward(network, set);
        return pass;
    }

    private static Run Small(string cell) =>
        new() { Protocol = Protocol.Corrected, Seed = 4, Cell = cell, Hidden = 12, Inputs = 2, Steps = 32, BatchSize = 8, ValidationSize = 8 };

    private sealed record Run : DelayedSumsConfiguration
    {
        public override string Experiment => "delayed sums";

        public override IReadOnlyList<string> Folders => [Cell];

        public override RunCost EstimateCost() => TrainingWork.Cost;

        private protected override RunConfiguration PaperSizes() => this;
    }
}
