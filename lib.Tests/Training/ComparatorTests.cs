using NUnit.Framework;

namespace TimeScales.Tests.Training;

/// <summary>RMSProp, AdaRem and HGM against recomputations from their definitions that keep the whole history of gradients instead of a state.</summary>
internal sealed class ComparatorTests
{
    private const double StepSize = 0.02;
    private const int Parameters = 5, Updates = 30;

    /// <summary>Absolute, on weights of order 1 after thirty updates: sums over the history round differently from running means.</summary>
    private const double Tolerance = 1e-12;

    /// <summary>Catches a bias correction, ε under the root, and a mean that misses its newest gradient.</summary>
    [Test]
    public void RMSProp_follows_its_definition() => AssertPath(
        new RootMeanSquare<double>(StepSize, ρ: 0.8, ε: 1e-3),
        (g, t, i) => 1 / (Math.Sqrt(Mean(g, t, i, 0.8, square: true)) + 1e-3),
        (g, t, i) => g[t][i]);

    /// <summary>Catches a mean that already holds the current gradient, a modulation by the gradient's size, and a missing fading.</summary>
    [Test]
    public void AdaRem_follows_its_definition() => AssertPath(
        new AdaRem<double>(StepSize, β: 0.7, λ: 0.9),
        (g, t, i) =>
        {
            if (t == 0)
                return 1;
            var largest = Enumerable.Range(0, Parameters).Max(j => Math.Abs(Mean(g, t - 1, j, 0.7)));
            return 1 + Math.Pow(0.9, t) * Math.Sign(g[t][i]) * Mean(g, t - 1, i, 0.7) / largest;
        },
        (g, t, i) => g[t][i]);

    /// <summary>Catches a cosine with the momentum that already holds the gradient, and one that is not averaged.</summary>
    [Test]
    public void HGM_follows_its_definition() => AssertPath(
        new HindsightMomentum<double>(StepSize, 0.8, 0.95, βs: 0.6, γ: 1.5, ε: 1e-3),
        (g, t, i) =>
        {
            var agreement = 0.0;
            for (var s = 1; s <= t; s++)
            {
                double[] m = [.. Enumerable.Range(0, Parameters).Select(j => Mean(g, s - 1, j, 0.8))];
                var cosine = m.Zip(g[s], (x, y) => x * y).Sum() / Math.Sqrt(m.Sum(x => x * x) * g[s].Sum(x => x * x));
                agreement += 0.4 * Math.Pow(0.6, t - s) * cosine;
            }
            return Math.Exp(1.5 * agreement) / (Math.Sqrt(Mean(g, t, i, 0.95, square: true) / (1 - Math.Pow(0.95, t + 1))) + 1e-3);
        },
        (g, t, i) => Mean(g, t, i, 0.8) / (1 - Math.Pow(0.8, t + 1)));

    /// <summary>v = 0.01·4 = 0.04, so the step is 0.1·2/0.2 = 1, and half of the sign's opposite for a gradient of −1.</summary>
    [Test]
    public void The_first_step_of_RMSProp_is_the_step_size_over_the_root_of_one_minus_the_decay()
    {
        double[] w = [0, 0];
        new RootMeanSquare<double>(0.1, ρ: 0.99, ε: 0).Update(w, [2, -1]);

        Assert.That(w, Is.EqualTo(new[] { -1.0, 1.0 }).Within(1e-14));
    }

    /// <summary>After g = (4, −2): m = (2, −1), largest 2. Then g = (1, 1) has b = (1, −½): factors 1 + ½·1 and 1 − ½·½ with λ = ½.</summary>
    [Test]
    public void The_second_step_of_AdaRem_by_hand()
    {
        double[] w = [0, 0];
        var optimizer = new AdaRem<double>(stepSize: 1, β: 0.5, λ: 0.5);
        optimizer.Update(w, [4, -2]);
        Assert.That(w, Is.EqualTo(new[] { -4.0, 2.0 }), "nothing to agree with yet");
        optimizer.Update(w, [1, 1]);

        Assert.That(w, Is.EqualTo(new[] { -5.5, 1.25 }).Within(1e-14));
    }

    /// <summary>Two equal gradients: cosine 1, s = ½, and m̂/√v̂ = sign(g), so the second step is e^{½ ln 4} = 2 times the step size.</summary>
    [Test]
    public void The_second_step_of_HGM_by_hand()
    {
        double[] w = [0, 0];
        var optimizer = new HindsightMomentum<double>(stepSize: 0.25, 0.9, 0.999, βs: 0.5, γ: Math.Log(4), ε: 0);
        optimizer.Update(w, [3, -7]);
        Assert.That(w, Is.EqualTo(new[] { -0.25, 0.25 }).Within(1e-14));
        optimizer.Update(w, [3, -7]);

        Assert.That(optimizer.Agreement, Is.EqualTo(0.5).Within(1e-14));
        Assert.That(w, Is.EqualTo(new[] { -0.75, 0.75 }).Within(1e-14));
    }

    /// <summary>Catches a modulation per parameter: with γ = 0 nothing is left but Adam.</summary>
    [Test]
    public void HGM_without_modulation_is_Adam()
    {
        double[] w = new double[Parameters], expected = new double[Parameters];
        var (optimizer, adam) = (new HindsightMomentum<double>(StepSize, γ: 0), new Adam<double>(StepSize));
        foreach (var g in Gradients())
        {
            optimizer.Update(w, g);
            adam.Update(expected, g);
        }

        Assert.That(w, Is.EqualTo(expected));
        var (p, q) = (new double[Parameters], new double[Parameters]);
        optimizer.Preconditioner(p);
        adam.Preconditioner(q);
        Assert.That(p, Is.EqualTo(q));
    }

    /// <summary>Catches a diagonal of the update before, without bias correction or with the step size in it.</summary>
    [Test]
    public void The_preconditioner_of_Adam_is_the_reciprocal_of_the_corrected_root_mean_square()
    {
        var (adam, w, p) = (new Adam<double>(StepSize, 0.9, 0.95, 1e-3), new double[Parameters], new double[Parameters]);
        adam.Preconditioner(p);
        Assert.That(p, Is.All.EqualTo(1), "before the first update");
        var g = Gradients();
        foreach (var gradient in g)
            adam.Update(w, gradient);
        adam.Preconditioner(p);

        var expected = Enumerable.Range(0, Parameters)
            .Select(i => 1 / (Math.Sqrt(Mean(g, Updates - 1, i, 0.95, square: true) / (1 - Math.Pow(0.95, Updates))) + 1e-3));
        Assert.That(p, Is.EqualTo(expected).Within(1e-12).Percent);
    }

    [Test]
    public void Momentum_preconditions_nothing()
    {
        var (descent, w, p) = (new GradientDescent<double>(StepSize, momentum: 0.9), new double[Parameters], new double[Parameters]);
        foreach (var g in Gradients())
            descent.Update(w, g);
        descent.Preconditioner(p);

        Assert.That(p, Is.All.EqualTo(1));
    }

    private static void AssertPath(Optimizer<double> optimizer, Func<double[][], int, int, double> factor, Func<double[][], int, int, double> direction)
    {
        var gradients = Gradients();
        double[] w = new double[Parameters], expected = new double[Parameters], diagonal = new double[Parameters];
        for (var t = 0; t < Updates; t++)
        {
            optimizer.Update(w, gradients[t]);
            optimizer.Preconditioner(diagonal);
            for (var i = 0; i < Parameters; i++)
            {
                var p = factor(gradients, t, i);
                expected[i] -= StepSize * p * direction(gradients, t, i);
                Assert.That(w[i], Is.EqualTo(expected[i]).Within(Tolerance), $"weight {i} after update {t + 1}");
                Assert.That(diagonal[i], Is.EqualTo(p).Within(Tolerance * Math.Max(1, p)), $"preconditioner {i} after update {t + 1}");
            }
        }
    }

    /// <summary>Σ_s (1 − β) β^{t−s} g_s or g_s² over s = 0 … t.</summary>
    private static double Mean(double[][] g, int t, int i, double β, bool square = false) =>
        Enumerable.Range(0, t + 1).Sum(s => (1 - β) * Math.Pow(β, t - s) * (square ? g[s][i] * g[s][i] : g[s][i]));

    /// <summary>Sizes differ by parameter and signs change over time, so that no factor is the same for two parameters or updates.</summary>
    private static double[][] Gradients()
    {
        var random = new Random(91);
        return [.. Enumerable.Range(0, Updates).Select(_ => Enumerable.Range(0, Parameters).Select(i => Math.Pow(4, i - 2) * (Numerical.Uniform(random) + 0.3)).ToArray())];
    }
}
