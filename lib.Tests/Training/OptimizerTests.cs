using NUnit.Framework;
using TimeScales.Tests.Golden;

namespace TimeScales.Tests.Training;

/// <summary>Against torch.optim on f(w) = ½ wᵀ diag(a) w + bᵀ w: Golden/optimizers.json names the call behind each path.</summary>
internal sealed class OptimizerTests
{
    private static readonly TestCaseData[] Optimizers =
    [
        new TestCaseData("sgd", new GradientDescent<double>(0.05)).SetArgDisplayNames("sgd"),
        new TestCaseData("momentum", new GradientDescent<double>(0.05, momentum: 0.9)).SetArgDisplayNames("momentum"),
        new TestCaseData("adam", new Adam<double>(0.1)).SetArgDisplayNames("adam"),
        new TestCaseData("adam_other_decays", new Adam<double>(0.02, 0.7, 0.95, 1e-3)).SetArgDisplayNames("adam_other_decays"),
    ];

    /// <summary>1e-13 absolute on weights of order 1, after twelve updates that each round a few times.</summary>
    [TestCaseSource(nameof(Optimizers))]
    public void Every_step_of_a_path_equals_torch(string name, Optimizer<double> optimizer)
    {
        var golden = GoldenFile.Read("optimizers.json");
        var problem = golden.GetProperty("problem");
        var (a, b, w) = (problem.GetProperty("curvature").Doubles(), problem.GetProperty("linear").Doubles(), problem.GetProperty("start").Doubles());

        foreach (var (update, expected) in golden.GetProperty(name).GetProperty("values").EnumerateArray().Index())
        {
            optimizer.Update(w, [.. w.Select((wi, i) => a[i] * wi + b[i])]);
            Assert.That(w, Is.EqualTo(expected.Doubles()).Within(1e-13), $"after update {update + 1}");
        }
    }

    /// <summary>m̂ = g and v̂ = g² at first, so the step is μ·sign(g) whatever the gradient's size.</summary>
    [Test]
    public void The_first_step_of_Adam_has_the_step_size_and_the_sign_of_the_gradient()
    {
        double[] w = [0, 0, 0];
        new Adam<double>(0.25, ε: 0).Update(w, [1e-9, -3, 1e12]);

        Assert.That(w, Is.EqualTo(new[] { -0.25, 0.25, -0.25 }).Within(1e-14));
    }

    /// <summary>A constant gradient accelerates to g/(1−m).</summary>
    [Test]
    public void Momentum_multiplies_a_constant_gradient_by_the_sum_of_the_geometric_series()
    {
        double[] w = [0];
        var optimizer = new GradientDescent<double>(stepSize: 1, momentum: 0.5);
        var last = 0.0;
        for (var i = 0; i < 60; i++)
        {
            last = w[0];
            optimizer.Update(w, [1.0]);
        }

        Assert.That(last - w[0], Is.EqualTo(2).Within(1e-13));
    }
}
