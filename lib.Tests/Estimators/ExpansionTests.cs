using System.Numerics;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Expansion;
using TimeScales.RandomStreams;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Estimators;

/// <summary>Appendix B on eight units and twenty steps, where F(ε) − F₀ − εL can be had in 700-bit arithmetic.</summary>
internal sealed class ExpansionTests
{
    private const int Hidden = 8, Inputs = 3, Steps = 20;

    private static readonly string[] Gates = ["scalar", "multi"];

    private static readonly Protocol[] Protocols =
        [Protocol.Corrected, Protocol.OnlyWith(Departure.GateTermAfterStep), Protocol.OnlyWith(Departure.ReversedProducts), Protocol.Published];

    /// <summary>Relative. Rounding of A_t and B_t, amplified by twenty factors; largest seen: 3e-13 (a difference of separately
    /// computed products has lost all but six digits at ε = 1e-5).</summary>
    private const double Tolerance = 2e-12;

    [Test]
    public void The_remainder_at_every_ε_equals_700_bit_arithmetic([ValueSource(nameof(Gates))] string gate, [ValueSource(nameof(Protocols))] Protocol protocol)
    {
        var (a, b) = Factors(gate, protocol);
        var measured = Run(gate, protocol);
        var exact = Remainder(a, b);

        for (var i = 0; i < measured.Epsilons.Count; i += 2)
        {
            var (remainder, whole) = exact(measured.Epsilons[i]);
            Assert.That(measured.Errors[i], Is.EqualTo(remainder).Within(Tolerance * remainder), $"ε = {measured.Epsilons[i]}");
            if (measured.Epsilons[i] == 1)
                Assert.That(measured.RelativeErrorAtOne, Is.EqualTo(remainder / whole).Within(Tolerance * remainder / whole));
        }
    }

    /// <summary>A_t + B_t = J_t: the formulas of the oracle against complex steps of the state equation, and the library's split against both.</summary>
    [Test]
    public void Dominant_and_gate_induced_parts_add_up_to_the_derivative_of_the_state([ValueSource(nameof(Gates))] string gate)
    {
        var p = Problem(gate, seed: 3);
        var (a, b) = GatedTrajectory.Split(p, 0);
        var unroll = p.Unroll();
        for (var t = 1; t <= Steps; t++)
        {
            var jacobian = Derivatives.StateByComplexStep(p, 0, t - 1, t);
            Assert.That(Numerical.Distance(Sum(a[t - 1], b[t - 1]), jacobian), Is.LessThan(Numerical.OneStep));
            Assert.That(Numerical.Distance(unroll.DominantJacobian(0, t), a[t - 1]), Is.LessThan(Numerical.ManySteps));
            AssertSplit(unroll, t, t - 1, a[t - 1], b[t - 1]);
            AssertSplit(unroll, t, t, a[t - 1], GatedTrajectory.Split(p, 0, after: true).B[t - 1]);
        }
    }

    [Test]
    public void Norms_and_ratios_are_those_of_the_parts([ValueSource(nameof(Gates))] string gate, [ValueSource(nameof(Protocols))] Protocol protocol)
    {
        var (a, b) = GatedTrajectory.Split(Problem(gate, seed: 3), 0, protocol.Has(Departure.GateTermAfterStep));
        var measured = Run(gate, protocol);
        var (normsA, normsB) = (Array.ConvertAll(a, Numerical.SpectralNorm), Array.ConvertAll(b, Numerical.SpectralNorm));
        var ratios = normsB.Zip(normsA, (nb, na) => nb / na).Order().ToArray();

        Assert.That(Numerical.Distance(measured.NormsA, normsA), Is.LessThan(1e-8));
        Assert.That(Numerical.Distance(measured.NormsB, normsB), Is.LessThan(1e-8));
        Assert.That(measured.RatioMedian, Is.EqualTo((ratios[9] + ratios[10]) / 2).Within(1e-8));
        Assert.That(measured.RatioQuantile90, Is.EqualTo(ratios[17] + 0.1 * (ratios[18] - ratios[17])).Within(1e-8));
        Assert.That(measured.RatioQuantile99, Is.EqualTo(ratios[18] + 0.81 * (ratios[19] - ratios[18])).Within(1e-8));
        Assert.That(measured.RatioLargest, Is.EqualTo(ratios[19]).Within(1e-8));
    }

    /// <summary>A slope of 2 holds for any matrices; it says that the remainder is one, not that the matrices are right.</summary>
    [Test]
    public void The_remainder_is_of_second_order_with_its_coefficient_in_C2([ValueSource(nameof(Gates))] string gate)
    {
        var measured = Run(gate, Protocol.Corrected);
        var (a, b) = Factors(gate, Protocol.Corrected);
        var atZero = Remainder(a, b)(Math.ScaleB(1, -60)).Remainder * Math.ScaleB(1, 60) * Math.ScaleB(1, 60);

        // C₂(ε) = C₂(0) + O(ε), so the slope over 1e-5 … 1e-3 misses 2 by about the change of ln C₂ between its ends over ln 100.
        var drift = Math.Log(measured.Remainders[4] / measured.Remainders[0]) / Math.Log(100);
        Assert.That(measured.Remainders[0], Is.EqualTo(atZero).Within(1e-4 * atZero));
        Assert.That(measured.Slope, Is.EqualTo(2).Within(1e-3 + Math.Abs(drift)));
        Assert.That(measured.Slope, Is.Not.EqualTo(2), "a measured number");
    }

    [Test]
    public void The_order_of_the_factors_and_the_state_in_the_gate_term_count([ValueSource(nameof(Gates))] string gate)
    {
        var errors = Array.ConvertAll(Protocols, protocol => Run(gate, protocol).Errors[^1]);

        for (var i = 0; i < errors.Length; i++)
            for (var j = 0; j < i; j++)
                Assert.That(Math.Abs(errors[i] / errors[j] - 1), Is.GreaterThan(0.01), $"{Protocols[i].Name} and {Protocols[j].Name}");
    }

    [Test]
    public void A_gate_that_ignores_the_state_leaves_no_remainder()
    {
        var product = new ExpandedProduct(3, 0.1);
        var (a, zero) = (Filled(3, (i, j) => i + 2 * j + 1), Filled(3, (_, _) => 0));

        var (remainder, whole) = product.Multiply([a, a], [zero, zero]);

        Assert.That(remainder, Is.Zero);
        Assert.That(whole, Is.GreaterThan(0));
    }

    /// <summary>Scalars: (1 + ε)³ = 1 + 3ε + (3ε² + ε³).</summary>
    [Test]
    public void One_by_one_factors_give_the_binomial_remainder([Values(1e-7, 1e-3, 1)] double ε)
    {
        var one = Filled(1, (_, _) => 1);

        var (remainder, whole) = new ExpandedProduct(1, ε).Multiply([one, one, one], [one, one, one]);

        Assert.That(remainder, Is.EqualTo(3 * ε * ε + ε * ε * ε).Within(4).Ulps);
        Assert.That(whole, Is.EqualTo(Math.Pow(1 + ε, 3)).Within(4).Ulps);
    }

    [TestCase(0, 4, 4)]
    [TestCase(0, 4, -1)]
    [TestCase(0, Steps + 1, 2)]
    [TestCase(1, 4, 2)]
    public void Products_that_there_are_not_have_no_errors(int sequence, int t, int k) =>
        Assert.That(() => ProductExpansion.RelativeErrors(Problem("multi", seed: 3).Unroll(), sequence, t, k), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static ExpansionMeasurement Run(string gate, Protocol protocol) =>
        ExpansionExperiment.Run(new ExpansionConfiguration { Protocol = protocol, Gate = gate, Seed = 3, Hidden = Hidden, Inputs = Inputs, Steps = Steps }).Checkpoints[0];

    /// <summary>The factors in the order in which they stand in the product, leftmost first.</summary>
    private static (double[][,] A, double[][,] B) Factors(string gate, Protocol protocol)
    {
        var (a, b) = GatedTrajectory.Split(Problem(gate, seed: 3), 0, protocol.Has(Departure.GateTermAfterStep));
        if (protocol.Has(Departure.ReversedProducts))
            return (a, b);
        return ([.. a.Reverse()], [.. b.Reverse()]);
    }

    /// <summary>The run's network and signal, in the released program's order: uniforms that are overwritten, then normals.</summary>
    private static Problem Problem(string gate, uint seed)
    {
        var p = new Problem(Cell.ByName(gate), Hidden, Inputs, batch: 1, Steps);
        Array.Clear(p.InitialStates);
        var weights = new TorchGenerator(seed);
        Consume(p.Network["Wi"].Length);
        Consume(p.Network["Wr"].Length);
        Draw("Wi");
        Draw("Wr");
        Consume(p.Network["Wrg"].Length);
        Consume(p.Network["Wig"].Length);
        Draw("Wrg");
        Draw("Wig");

        var signal = new TorchGenerator(seed);
        var phases = new double[Inputs];
        for (var n = 0; n < Inputs; n++)
            signal.FillNormal(phases.AsSpan(n, 1));
        var noise = new double[Steps * Inputs];
        signal.FillNormal(noise.AsSpan());
        for (var t = 0; t < Steps; t++)
            for (var n = 0; n < Inputs; n++)
                p.Inputs[t * Inputs + n] = Math.Sin((0.03 + 0.06 * n / (Inputs - 1)) * 12 * t / (Steps - 1) + phases[n]) + 0.05 * noise[t * Inputs + n];
        return p;

        void Consume(int count) => weights.FillUniform(new double[count].AsSpan());

        void Draw(string name)
        {
            weights.FillNormal(p.Network[name]);
            foreach (ref var weight in p.Network[name])
                weight *= 0.2;
        }
    }

    /// <summary>‖F(ε) − F₀ − εL‖ and ‖F(ε)‖ as functions of ε, with L = (F(δ) − F(−δ))/2δ, δ = 2⁻²⁰⁰: its error, δ², is below 1e-120.</summary>
    private static Func<double, (double Remainder, double Whole)> Remainder(double[][,] a, double[][,] b)
    {
        var (exactA, exactB) = (Array.ConvertAll(a, FixedPoint.Exact), Array.ConvertAll(b, FixedPoint.Exact));
        BigInteger[,] F(BigInteger at) => exactA
            .Zip(exactB, (f, g) => FixedPoint.Combine(f, g, (x, y) => x + FixedPoint.Multiply(at, y)))
            .Aggregate(FixedPoint.Product);
        var δ = FixedPoint.One >> 200;
        var (zeroth, slope) = (F(0), FixedPoint.Combine(F(δ), F(-δ), (plus, minus) => (plus - minus) << 199));
        return ε =>
        {
            var exact = FixedPoint.Exact(ε);
            var whole = F(exact);
            var rest = FixedPoint.Combine(FixedPoint.Combine(whole, zeroth, (f, f0) => f - f0), slope, (d, l) => d - FixedPoint.Multiply(exact, l));
            return (FixedPoint.FrobeniusNorm(rest), FixedPoint.FrobeniusNorm(whole));
        };
    }

    private static double[,] Sum(double[,] a, double[,] b)
    {
        var sum = (double[,])a.Clone();
        for (var i = 0; i < a.GetLength(0); i++)
            for (var j = 0; j < a.GetLength(1); j++)
                sum[i, j] += b[i, j];
        return sum;
    }

    private static void AssertSplit(Unroll<double> unroll, int t, int slopesAt, double[,] a, double[,] b)
    {
        var (dominant, gateInduced) = (Filled(Hidden, (_, _) => double.NaN), Filled(Hidden, (_, _) => double.NaN));
        unroll.SplitJacobian(0, t, dominant, gateInduced, slopesAt);
        Assert.That(Numerical.Distance(dominant.ToDense(), a), Is.LessThan(Numerical.ManySteps));
        Assert.That(Numerical.Distance(gateInduced.ToDense(), b), Is.LessThan(Numerical.ManySteps));
    }

    private static TimeScales.Kernels.PaddedMatrix<double> Filled(int size, Func<int, int, double> element)
    {
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                matrix[i, j] = element(i, j);
        return Numerical.Padded(matrix);
    }
}
