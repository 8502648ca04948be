using MathNet.Numerics.LinearAlgebra;
using TimeScales.Experiments.Analogies;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Analogies;

/// <summary>Gates' rates, schedules and subspaces: against the definition written in plain loops, and where the answer is known.</summary>
internal sealed class GateProbeTests
{
    private const int Hidden = 6, Inputs = 3, Steps = 9, Batch = 5, Longest = 7, Rank = 3;

    /// <summary>Catches a gate, carry or gate term left in the backward pass, a state of a neighbouring step, and a lag counted from the wrong end.</summary>
    [TestCase("leaky")]
    [TestCase("scalar")]
    [TestCase("multi")]
    public void Without_gates_the_backward_pass_along_a_gated_trajectory_is_that_of_its_candidates(string cell)
    {
        var p = new Problem(Cell.ByName(cell), Hidden, Inputs, Batch, Steps);
        var unroll = p.Unroll();
        var (ungated, gradients) = Ungated(p, unroll);

        for (var b = 0; b < Batch; b++)
        {
            var (expected, signals) = UngatedByDefinition(p, b);
            Assert.That(Numerical.Distance(gradients[b][..(Hidden * Hidden)], expected), Is.LessThan(Numerical.ManySteps), $"sequence {b}");
            for (var t = 1; t <= Steps; t++)
                Assert.That(Numerical.Distance(ungated.CandidateDelta(b, t).ToArray(), signals[t]), Is.LessThan(Numerical.ManySteps), $"sequence {b}, step {t}");
        }
    }

    /// <summary>A gate that is always open is no gate: nothing is left to compare.</summary>
    [Test]
    public void An_open_gate_has_equal_rates_no_schedule_and_the_same_leading_subspace()
    {
        var effect = Measure(new LeakyCell(1), [("sgd", Enumerable.Repeat(1.0, Hidden * (Hidden + Inputs + 1)).ToArray())]);

        Assert.That(effect.Rates.ParameterSpread, Is.LessThan(1e-12));
        Assert.That(effect.Rates.UnitParticipation, Is.EqualTo(1).Within(1e-12));
        Assert.That(effect.ScheduleBase, Is.EqualTo(1).Within(1e-12));
        Assert.That(effect.SignalCosine, Is.All.EqualTo(1).Within(1e-12));
        Assert.That(effect.Comparisons[0].Overlap, Is.EqualTo(1).Within(1e-9));
        Assert.That(effect.Comparisons[0].LargestAngle, Is.LessThan(1e-2));
        Assert.That(effect.Comparisons[0].ParameterCorrelation, Is.NaN, "equal rates have no ranks");
    }

    /// <summary>W_r = c I at rest: J = (α c + 1 − α) I with the leak and c I without, so R(h) = α ((α c + 1 − α)/c)^h for every unit.</summary>
    [Test]
    public void At_rest_with_a_multiple_of_the_identity_a_leak_is_an_exact_exponential_schedule()
    {
        const double α = 0.3, c = 0.8;
        var p = new Problem(new LeakyCell(α), Hidden, Inputs, Batch, Steps, reference: new ReferenceLeaky(α));
        p.Inputs.AsSpan().Clear();
        p.InitialStates.AsSpan().Clear();
        var recurrent = p.Network["Wr"];
        recurrent.Clear();
        for (var i = 0; i < Hidden; i++)
            recurrent[i * Hidden + i] = c;
        var unroll = p.Unroll();
        unroll.SequenceGradients(p.Network, p.Targets, Empty(p.Network));
        var (ungated, _) = Ungated(p, unroll);
        var schedule = new LagSchedule(Hidden, Longest);
        schedule.Add(unroll, ungated);

        var (rate, rSquared) = schedule.FitExponential();
        Assert.That(rate, Is.EqualTo((α * c + 1 - α) / c).Within(1e-12));
        Assert.That(rSquared, Is.EqualTo(1).Within(1e-12));
        Assert.That(schedule.Cosine(Longest), Is.EqualTo(1).Within(1e-12));
        var (lags, units) = schedule.Shares();
        Assert.That((lags, units), Is.EqualTo((1.0, 0.0)).Using<(double, double)>((x, y) => Math.Abs(x.Item1 - y.Item1) < 1e-12 && Math.Abs(x.Item2 - y.Item2) < 1e-12));
    }

    /// <summary>An optimizer that does to every parameter what the gates do has their ranks; one that does the opposite has them reversed.</summary>
    [Test]
    public void An_optimizer_with_the_gates_rates_correlates_perfectly_and_one_with_their_inverse_perfectly_negatively()
    {
        var p = new Problem(Cell.ByName("multi"), Hidden, Inputs, Batch, Steps);
        var unroll = p.Unroll();
        var (_, without) = Ungated(p, unroll);
        var with = Empty(p.Network);
        unroll.SequenceGradients(p.Network, p.Targets, with);
        var rates = new double[without[0].Length];
        for (var i = 0; i < Hidden * Hidden; i++)
            rates[i] = Math.Sqrt(with.Sum(g => g[i] * g[i]) / without.Sum(g => g[i] * g[i]));

        var effect = Measure(Cell.ByName("multi"), [("same", rates), ("opposite", Array.ConvertAll(rates, r => 1 / r))]);

        Assert.That(effect.Comparisons[0].ParameterCorrelation, Is.EqualTo(1).Within(1e-12));
        Assert.That(effect.Comparisons[1].ParameterCorrelation, Is.EqualTo(-1).Within(1e-12));
        Assert.That(effect.Comparisons[0].UnitCorrelation, Is.EqualTo(1).Within(1e-12));
        Assert.That(effect.Comparisons[1].UnitCorrelation, Is.LessThan(0));
        Assert.That(effect.Comparisons[0].Rates.ParameterSpread, Is.EqualTo(effect.Rates.ParameterSpread).Within(1e-12));
        Assert.That(effect.Comparisons[0].Rates.UnitSpread, Is.EqualTo(effect.Rates.UnitSpread).Within(1e-12));
    }

    /// <summary>Principal angles from MathNet's singular vectors. Catches rows that are not scaled, columns that are not centred, a diagonal that
    /// multiplies rows, and overlaps that are swapped.</summary>
    [Test]
    public void Overlaps_are_those_of_the_leading_directions_with_gates_preconditioned_and_without_either()
    {
        var p = new Problem(Cell.ByName("multi"), Hidden, Inputs, Batch, Steps);
        var unroll = p.Unroll();
        var (_, without) = Ungated(p, unroll);
        var with = Empty(p.Network);
        unroll.SequenceGradients(p.Network, p.Targets, with);
        double[] diagonal = [.. without[0].Select((_, i) => Math.Exp(2 * Math.Sin(3 * i)))];

        var comparison = Measure(Cell.ByName("multi"), [("some", diagonal)]).Comparisons[0];

        var (gated, plain) = (Directions(with, _ => 1), Directions(without, _ => 1));
        var preconditioned = Directions(without, i => diagonal[i]);
        double[] cosines = [.. (preconditioned * gated.Transpose()).Svd(computeVectors: false).S];
        Assert.That(comparison.Overlap, Is.EqualTo(cosines.Average(c => c * c)).Within(1e-9));
        Assert.That(comparison.LargestAngle, Is.EqualTo(Math.Acos(cosines.Min()) * 180 / Math.PI).Within(1e-6));
        Assert.That(comparison.OwnOverlap, Is.EqualTo((preconditioned * plain.Transpose()).Svd(computeVectors: false).S.Average(c => c * c)).Within(1e-9));
        Assert.That(comparison.Overlap, Is.Not.EqualTo(comparison.OwnOverlap).Within(0.01), "the test can tell them apart");
    }

    /// <summary>ln R = lag effect + unit effect, without anything else: the shares are those of the two sums of squares.</summary>
    [Test]
    public void Rates_over_lags_and_units_are_shared_out_as_in_a_two_way_analysis_of_variance()
    {
        Assert.That(TimeScales.Experiments.Analogies.Rates.Spread([1, Math.Exp(2)]), Is.EqualTo(1).Within(1e-15));
        Assert.That(TimeScales.Experiments.Analogies.Rates.Participation([3, 1]), Is.EqualTo(16.0 / 20).Within(1e-15));

        var rates = TimeScales.Experiments.Analogies.Rates.Of([[9, 2, 8, 3]], [[9, 1, 2, 3]], offset: 0, hidden: 2);
        Assert.That(rates.Parameters, Is.EqualTo(new[] { 1.0, 2, 4, 1 }).Within(1e-15));
        Assert.That(rates.Units, Is.EqualTo(new[] { Math.Sqrt(85.0 / 82), Math.Sqrt(73.0 / 13) }).Within(1e-15));
    }

    /// <summary>Catches the recursion's wrong end, a weight α too many or few, and an α of another cell.</summary>
    [TestCase(0.3)]
    [TestCase(0.8)]
    [TestCase(1)]
    public void A_leaky_state_is_the_momentum_filter_of_its_candidates(double α)
    {
        var p = new Problem(new LeakyCell(α), Hidden, Inputs, Batch, Steps, reference: new ReferenceLeaky(α));
        p.InitialStates.AsSpan().Clear();

        Assert.That(MomentumFilter.Error(p.Network, p.Unroll(), p.Inputs), Is.LessThan(1e-14));
        var other = new Network<double>(new LeakyCell(α / 2), Hidden, Inputs);
        p.Network.Weights.CopyTo(other.Weights, 0);
        Assert.That(MomentumFilter.Error(other, p.Unroll(), p.Inputs), Is.GreaterThan(0.05), "another leak");
        Assert.That(MomentumFilter.Error(new Network<double>(Cell.ByName("multi"), Hidden, Inputs), p.Unroll(), p.Inputs), Is.NaN);
    }

    /// <summary>(1, 0) → (1, 1) → (1, 1): cosines 1/√2 and 1.</summary>
    [Test]
    public void The_memory_of_updates_is_the_mean_cosine_of_neighbours()
    {
        var network = new Network<float>(Cell.ByName("plain"), 1, 1);
        var window = new UpdateWindow(network, null, AnalogiesModel.Comparators);
        Assert.That(window.Memory, Is.NaN);
        window.Note([0, 0, 0], [1, 0, 0]);
        Assert.That(window.Memory, Is.NaN);
        window.Note([1, 0, 0], [2, 1, 0]);
        window.Note([2, 1, 0], [3, 2, 0]);

        Assert.That(window.Memory, Is.EqualTo((Math.Sqrt(0.5) + 1) / 2).Within(1e-12));
        Assert.That(window.Preconditioners(), Is.Empty);
    }

    /// <summary>With an open gate the ungated gradient is the gradient, so the shadow of Adam knows what Adam itself would.</summary>
    [Test]
    public void A_shadow_optimizer_sees_every_ungated_gradient_once()
    {
        var p = new Problem(new LeakyCell(1), Hidden, Inputs, Batch, Steps, reference: new ReferenceLeaky(1));
        var network = p.Network.To<float>();
        var unroll = new Unroll<float>(network.Cell, Hidden, Inputs, Batch, Steps);
        var ungated = new Unroll<float>(Cell.ByName("plain"), Hidden, Inputs, Batch, Steps);
        var window = new UpdateWindow(network, ungated, AnalogiesModel.Comparators);
        var (adam, gradient) = (new Adam<float>(1e-3), new float[network.Weights.Length]);
        var targets = Array.ConvertAll(p.Targets, y => (float)y);
        for (var update = 0; update < 3; update++)
        {
            unroll.Forward(network, Array.ConvertAll(p.Inputs, u => (float)(u * (update + 1))));
            unroll.Backward(network, targets, gradient);
            window.Observe(network, unroll, targets);
            adam.Update(network.Weights, gradient);
        }

        var expected = UpdateWindow.Diagonal(adam, gradient.Length);
        var actual = window.Preconditioners().Single(s => s.Name == "adam").Diagonal;
        Assert.That(Numerical.Distance(actual.Select(x => Math.Log(x)), expected.Select(x => Math.Log(x))), Is.LessThan(1e-4));
    }

    [Test]
    public void Passes_of_other_sizes_and_gradients_without_their_sequences_are_refused()
    {
        var p = new Problem(Cell.ByName("multi"), Hidden, Inputs, Batch, Steps);
        var probe = new GateProbe(p.Network, Batch - 1, Steps, [2], Rank);

        Assert.That(() => probe.Add(p.Unroll(), p.Targets, 1), Throws.ArgumentException.With.Message
            .Contains($"{Batch} sequences × {Steps} steps of {Hidden} units").And.Message.Contains($"{Batch - 1} × {Steps} of {Hidden}"));
        Assert.That(() => probe.Measure([[], []], [], double.NaN), Throws.ArgumentException.With.Message.Contains("2 gradients for 0 sequences"));
    }

    private static GateEffect Measure(Cell cell, IReadOnlyList<(string, double[])> preconditioners)
    {
        var p = new Problem(cell, Hidden, Inputs, Batch, Steps, reference: cell is LeakyCell leaky ? new ReferenceLeaky(leaky.Alpha) : null);
        var unroll = p.Unroll();
        var gradients = Empty(p.Network);
        unroll.SequenceGradients(p.Network, p.Targets, gradients);
        var probe = new GateProbe(p.Network, Batch, Steps, [2, Longest], Rank);
        probe.Add(unroll, p.Targets, Batch);
        return probe.Measure(gradients, preconditioners, double.NaN);
    }

    /// <summary>The leading right singular vectors, [Rank, H²].</summary>
    private static Matrix<double> Directions(double[][] gradients, Func<int, double> factor)
    {
        var rows = gradients.Select(g => g.Take(Hidden * Hidden).Select((x, i) => factor(i) * x).ToArray()).Select(g => Array.ConvertAll(g, x => x / Math.Sqrt(g.Sum(y => y * y)))).ToArray();
        var m = Matrix<double>.Build.DenseOfRowArrays(rows);
        var mean = m.ColumnSums() / m.RowCount;
        return Matrix<double>.Build.Dense(m.RowCount, m.ColumnCount, (i, j) => m[i, j] - mean[j]).Svd().VT.SubMatrix(0, Rank, 0, m.ColumnCount);
    }

    private static (Unroll<double> Unroll, double[][] Gradients) Ungated(Problem p, Unroll<double> gated)
    {
        var plain = new Network<double>(Cell.ByName("plain"), Hidden, Inputs);
        p.Network.Weights.AsSpan(0, plain.Weights.Length).CopyTo(plain.Weights);
        var unroll = new Unroll<double>(plain.Cell, Hidden, Inputs, Batch, Steps);
        var gradients = Empty(plain);
        unroll.Follow(plain, gated);
        unroll.SequenceGradients(plain, p.Targets, gradients);
        return (unroll, gradients);
    }

    private static double[][] Empty(Network<double> network) => [.. Enumerable.Range(0, Batch).Select(_ => new double[network.Weights.Length])];

    /// <summary>λ_T = 2(ŷ − y) w_o; δ_t = (1 − φ_t²) λ_t; ∂L/∂W_r += δ_t x_{t−1}ᵀ; λ_{t−1} = W_rᵀ δ_t, with states from the reference.</summary>
    private static (double[] Gradient, double[][] Signals) UngatedByDefinition(Problem p, int b)
    {
        var (states, inputs, w) = (p.States(b), p.Sequence(b), p.Weights(x => x));
        var output = states[^1].Zip(w("Wo")[0], (x, o) => x * o).Sum();
        var λ = Array.ConvertAll(w("Wo")[0], o => 2 * (output - p.Targets[b]) * o);
        var (gradient, signals) = (new double[Hidden * Hidden], new double[Steps + 1][]);
        for (var t = Steps; t >= 1; t--)
        {
            var δ = new double[Hidden];
            for (var i = 0; i < Hidden; i++)
            {
                var a = w("Wr")[i].Zip(states[t - 1], (x, y) => x * y).Sum() + w("Wi")[i].Zip(inputs[t - 1], (x, y) => x * y).Sum();
                δ[i] = (1 - Math.Tanh(a) * Math.Tanh(a)) * λ[i];
                for (var j = 0; j < Hidden; j++)
                    gradient[i * Hidden + j] += δ[i] * states[t - 1][j];
            }
            signals[t] = δ;
            λ = [.. Enumerable.Range(0, Hidden).Select(j => Enumerable.Range(0, Hidden).Sum(i => w("Wr")[i][j] * δ[i]))];
        }
        return (gradient, signals);
    }
}
