using TimeScales.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace TimeScales.Tests.Torch;

/// <summary>A module that this library does not know, a minimal gated unit, through every estimator; expected values from differences and plain matrices.</summary>
[NonParallelizable]
internal sealed class ReadersModuleTests
{
    private const int Hidden = 6;
    private const int Inputs = 2;
    private const int Steps = 9;
    private const int Batch = 4;

    /// <summary>Zhou et al., arXiv:1603.09420: f = σ(W_f [x, u]), x′ = (1 − f) ⊙ x + f ⊙ tanh(W (f ⊙ x) + V u).</summary>
    private sealed class MinimalGatedUnit : nn.Module<Tensor, Tensor, Tensor>, IGatedModule
    {
        private readonly TorchSharp.Modules.Linear gate = nn.Linear(Hidden + Inputs, Hidden, dtype: float64);
        private readonly TorchSharp.Modules.Linear recurrent = nn.Linear(Hidden, Hidden, dtype: float64);
        private readonly TorchSharp.Modules.Linear input = nn.Linear(Inputs, Hidden, dtype: float64);

        public MinimalGatedUnit() : base("mgu")
        {
            RegisterComponents();
            using var untracked = no_grad();
            using var generator = new Generator(3);
            foreach (var weight in parameters())
                weight.normal_(0, 0.6, generator);
        }

        public override Tensor forward(Tensor u, Tensor x) => Next(u, x, Gates(u, x));

        public Tensor Gates(Tensor u, Tensor x) => gate.call(cat([x, u], -1)).sigmoid();

        public Tensor Next(Tensor u, Tensor x, Tensor f) => (1 - f) * x + f * (recurrent.call(f * x) + input.call(u)).tanh();
    }

    /// <summary>Central differences share nothing with autograd.</summary>
    [Test]
    public void Its_Jacobian_is_the_slope_of_its_forward()
    {
        const double step = 1e-5;
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var module = new MinimalGatedUnit();
        var (input, state) = (Values(1, Batch, Inputs), Values(2, Batch, Hidden));
        var jacobian = StateJacobians.Of(module, input, state);

        for (var j = 0; j < Hidden; j++)
        {
            var change = zeros(Batch, Hidden, dtype: float64);
            change.select(1, j).fill_(step);
            var column = (module.call(input, state + change) - module.call(input, state - change)) / (2 * step);
            Assert.That(Numerical.Distance(Replicas.ToArray(jacobian.select(2, j)), Replicas.ToArray(column)), Is.LessThan(1e-9), $"column {j}");
        }
    }

    /// <summary>With the gate held fixed only the state's own path is left; the rest is the gate's.</summary>
    [Test]
    public void Its_dominant_part_is_the_slope_with_its_gates_fixed()
    {
        const double step = 1e-5;
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var module = new MinimalGatedUnit();
        var (input, state) = (Values(1, Batch, Inputs), Values(2, Batch, Hidden));
        var (dominant, gates) = (StateJacobians.Dominant(module, input, state), module.Gates(input, state));

        for (var j = 0; j < Hidden; j++)
        {
            var change = zeros(Batch, Hidden, dtype: float64);
            change.select(1, j).fill_(step);
            var column = (module.Next(input, state + change, gates) - module.Next(input, state - change, gates)) / (2 * step);
            Assert.That(Numerical.Distance(Replicas.ToArray(dominant.select(2, j)), Replicas.ToArray(column)), Is.LessThan(1e-9), $"column {j}");
        }
    }

    [Test]
    public void Its_sensitivities_gate_products_and_profile_are_those_of_the_products()
    {
        using var scope = NewDisposeScope();
        using var module = new MinimalGatedUnit();
        var trajectory = Run(module);

        var sensitivities = PairTables.Sensitivities(trajectory)[0];
        var gateProducts = PairTables.GateProducts(trajectory)[0];

        for (var b = 0; b < Batch; b++)
        {
            for (var t = 2; t <= Steps; t++)
            {
                var gates = ones(Hidden, dtype: float64);
                for (var k = t - 1; k >= 1; k--)
                {
                    var norm = Replicas.ToArray(linalg.svdvals(Product(module, trajectory, b, t, k)))[0];
                    Assert.That(Math.Exp(sensitivities[b, t, k]), Is.EqualTo(norm).Within(1e-8 * norm), $"S({t},{k}) of sequence {b}");
                    gates *= module.Gates(trajectory.Inputs[k].narrow(0, b, 1), trajectory.States[k].narrow(0, b, 1)).flatten();
                    var product = gates.mean().item<double>();
                    Assert.That(Math.Exp(gateProducts[b, t, k]), Is.EqualTo(product).Within(1e-12 * product), $"P({t},{k}) of sequence {b}");
                }
            }
        }
        var profile = LagProfile.Of(sensitivities).Normalized;
        Assert.That(profile, Has.Length.EqualTo(Steps - 1));
        Assert.That(profile[0], Is.EqualTo(1));
    }

    [Test]
    public void Its_spectra_are_those_of_the_products()
    {
        const int rank = 3;
        using var scope = NewDisposeScope();
        using var module = new MinimalGatedUnit();
        var trajectory = Run(module);
        (int Sequence, int T)[] ends = [(0, 5), (3, 9), (1, 7)];

        var logarithms = ProductSpectra.LogSingularValues(trajectory, lag: 5, ends);
        var spectra = ProductSpectra.Of(trajectory, lag: 5, ends, rank);

        foreach (var (i, (sequence, t)) in ends.Index())
        {
            var expected = Replicas.ToArray(linalg.svdvals(Product(module, trajectory, sequence, t, t - 5)));
            Assert.That(Numerical.Distance(logarithms[i].Select(Math.Exp), expected), Is.LessThan(1e-10));
            Assert.That(spectra[i].Anisotropy, Is.EqualTo(expected[0] / expected[rank - 1]).Within(1e-7 * spectra[i].Anisotropy));
            Assert.That(spectra[i].Concentration, Is.EqualTo(expected.Take(rank).Sum(σ => σ * σ) / expected.Sum(σ => σ * σ)).Within(1e-10));
        }
    }

    /// <summary>F + L by their definition, a sum over which factor is B; the error is what they leave of the product.</summary>
    [Test]
    public void Its_expansion_misses_what_the_sum_over_lags_leaves()
    {
        const int lag = 4;
        using var scope = NewDisposeScope();
        using var module = new MinimalGatedUnit();
        var trajectory = Run(module);
        (int Sequence, int T)[] ends = [(2, 4), (0, 9)];

        var errors = ProductExpansions.RelativeErrors(trajectory, lag, ends);

        foreach (var (i, (sequence, t)) in ends.Index())
        {
            var steps = Enumerable.Range(t - lag + 1, lag).Reverse().ToArray();
            Tensor Product(Func<int, Tensor> factor) => steps.Select(factor).Aggregate((a, b) => a.matmul(b));
            Tensor J(int s) => At(trajectory, sequence, s, (u, x) => StateJacobians.Of(module, u, x));
            Tensor A(int s) => At(trajectory, sequence, s, (u, x) => StateJacobians.Dominant(module, u, x));
            var firstOrder = steps.Aggregate(Product(A), (sum, gated) => sum + Product(s => s == gated ? J(s) - A(s) : A(s)));
            var whole = Product(J);
            var expected = ((whole - firstOrder).norm() / whole.norm()).item<double>();
            Assert.That(errors[i], Is.EqualTo(expected).Within(1e-9));
            Assert.That(expected, Is.GreaterThan(1e-3), "or the test would say nothing");
        }
    }

    [Test]
    public void A_module_that_does_not_name_its_gates_has_Jacobians_but_no_gate_products()
    {
        using var scope = NewDisposeScope();
        using var module = new Halving();
        var trajectory = Trajectory.Of(module, Values(1, Steps, Batch, Inputs), Values(2, Batch, Hidden));

        Assert.That(PairTables.Sensitivities(trajectory)[0][0, 5, 2], Is.EqualTo(3 * Math.Log(0.5)).Within(1e-12));
        Assert.That(() => PairTables.GateProducts(trajectory), Throws.ArgumentException.With.Message.Contain("IGatedModule"));
    }

    /// <summary>autograd.grad ends the process where nothing depends on what it is asked for.</summary>
    [Test]
    public void A_module_that_forgets_its_state_has_the_Jacobian_zero()
    {
        using var scope = NewDisposeScope();
        using var module = new Forgetting();

        Assert.That(Replicas.ToArray(StateJacobians.Of(module, Values(1, 2, Hidden), Values(2, 2, Hidden))), Is.All.Zero);
    }

    [Test]
    public void A_next_state_of_another_shape_is_refused()
    {
        using var scope = NewDisposeScope();
        using var module = new Forgetting();

        Assert.That(
            () => Trajectory.Of(module, Values(1, Steps, Batch, Inputs), Values(2, Batch, Hidden)),
            Throws.ArgumentException.With.Message.Contain("[4, 2]").And.Message.Contain("[4, 6]"));
    }

    [TestCase(0, 0, 1)]
    [TestCase(3, 0, 2)]
    [TestCase(3, 4, 5)]
    [TestCase(10, 0, 9)]
    public void Products_that_do_not_fit_are_refused(int lag, int sequence, int t)
    {
        using var scope = NewDisposeScope();
        using var module = new MinimalGatedUnit();
        var trajectory = Run(module);

        Assert.That(() => ProductSpectra.LogSingularValues(trajectory, lag, [(sequence, t)]), Throws.ArgumentException);
        Assert.That(() => ProductExpansions.RelativeErrors(trajectory, lag, [(sequence, t)]), Throws.ArgumentException);
    }

    private static Trajectory Run(MinimalGatedUnit module) => Trajectory.Of(module, Values(1, Steps, Batch, Inputs), Values(2, Batch, Hidden));

    /// <summary>M(t,k), factor by factor, each by its own call.</summary>
    private static Tensor Product(MinimalGatedUnit module, Trajectory trajectory, int sequence, int t, int k) =>
        Enumerable.Range(k + 1, t - k).Reverse().Select(s => At(trajectory, sequence, s, (u, x) => StateJacobians.Of(module, u, x))).Aggregate((a, b) => a.matmul(b));

    private static Tensor At(Trajectory trajectory, int sequence, int t, Func<Tensor, Tensor, Tensor> jacobian) =>
        jacobian(trajectory.Inputs[t - 1].narrow(0, sequence, 1), trajectory.States[t - 1].narrow(0, sequence, 1))[0];

    private static Tensor Values(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return randn(shape, dtype: float64, generator: generator);
    }

    private sealed class Halving() : nn.Module<Tensor, Tensor, Tensor>("halving")
    {
        public override Tensor forward(Tensor input, Tensor state) => state / 2;
    }

    private sealed class Forgetting() : nn.Module<Tensor, Tensor, Tensor>("forgetting")
    {
        public override Tensor forward(Tensor input, Tensor state) => input;
    }
}
