using TimeScales.Kernels;
using TimeScales.Torch;
using static TorchSharp.torch;

namespace TimeScales.Tests.Torch;

/// <summary>Norms and singular values on the device against MathNet and the embedded engine.</summary>
[NonParallelizable]
internal sealed class TorchNumericsTests
{
    /// <summary>The ways of both devices, on the processor.</summary>
    private static IEnumerable<TestCaseData> NormWays =>
    [
        new TestCaseData((Func<int, SpectralNorms>)(size => new NormsBySearch(size))).SetArgDisplayNames("by search"),
        new TestCaseData((Func<int, SpectralNorms>)(_ => new NormsBySquaring())).SetArgDisplayNames("by squaring"),
    ];

    [TestCaseSource(nameof(NormWays))]
    public void Spectral_norms_agree_with_a_singular_value_decomposition(Func<int, SpectralNorms> way)
    {
        using var scope = NewDisposeScope();
        double[][,] matrices = [.. Enumerable.Range(0, 6).Select(seed => Numerical.RandomMatrix(16, 16, seed)), new double[16, 16]];

        var actual = Replicas.ToArray(way(16).Of(Stacked(matrices)));

        for (var i = 0; i < matrices.Length; i++)
            Assert.That(actual[i], Is.EqualTo(Numerical.SpectralNorm(matrices[i])).Within(1e-8 * (1 + actual[i])));
    }

    /// <summary>Two equal singular values: the leading direction is not unique, the norm is.</summary>
    [TestCaseSource(nameof(NormWays))]
    public void A_degenerate_norm_is_exact(Func<int, SpectralNorms> way)
    {
        using var scope = NewDisposeScope();
        var identity = eye(8, dtype: float64).unsqueeze(0) * 3;

        Assert.That(Replicas.ToArray(way(8).Of(identity))[0], Is.EqualTo(3).Within(1e-14));
    }

    /// <summary>σ₂ = (1 − gap) σ₁ between random singular vectors: where a fixed number of steps would stop short.</summary>
    [Test]
    public void A_small_gap_costs_no_digits([Values(1e-2, 1e-3, 1e-4, 1e-6, 1e-9)] double gap, [ValueSource(nameof(NormWays))] TestCaseData way)
    {
        using var scope = NewDisposeScope();
        const int size = 16;
        var (left, right) = (linalg.qr(Stacked([Numerical.RandomMatrix(size, size, 1)])).Q, linalg.qr(Stacked([Numerical.RandomMatrix(size, size, 2)])).Q);
        var values = ones(size, dtype: float64) * 0.5;
        values[0] = 1;
        values[1] = 1 - gap;

        var actual = Replicas.ToArray(((Func<int, SpectralNorms>)way.Arguments[0]!)(size).Of(left.matmul(values.diag()).matmul(right)))[0];

        Assert.That(actual, Is.EqualTo(1).Within(1e-8));
    }

    /// <summary>Chains that end at different lengths: each must go on from its own last product, whose vector is another one.</summary>
    [TestCaseSource(nameof(NormWays))]
    public void Norms_follow_chains_that_end(Func<int, SpectralNorms> way)
    {
        using var scope = NewDisposeScope();
        const int size = 8;
        var norms = way(size);
        double[][,] matrices = [.. Enumerable.Range(0, 5).Select(seed => Numerical.RandomMatrix(size, size, seed))];
        for (var first = 0; first < matrices.Length; first++)
        {
            var left = matrices[first..];
            Assert.That(Replicas.ToArray(norms.Of(Stacked(left))), Is.EqualTo(left.Select(Numerical.SpectralNorm)).Within(1e-8));
        }
    }

    /// <summary>Up to 60 factors: the product's σ fall by hundreds of orders of magnitude; the leading ones must keep their digits.</summary>
    [TestCase(1)]
    [TestCase(5)]
    [TestCase(60)]
    public void Singular_values_of_long_products_agree_with_the_embedded_engine(int length)
    {
        using var scope = NewDisposeScope();
        const int size = 16;
        double[][,] factors = [.. Enumerable.Range(0, length).Select(seed => Numerical.RandomMatrix(size, size, seed + 100))];
        var reference = new ProductSvd(size);
        using var device = new ProductSingularValues(1, 2, size, CPU);
        foreach (var factor in factors)
        {
            reference.Append(factor);
            device.Append(Stacked([factor, factor]).unsqueeze(0));
        }

        var expected = reference.LogSingularValues();
        var actual = Replicas.ToArray(device.Logarithms());

        for (var i = 0; i < size && expected[i] > expected[0] - Math.Log(1e8); i++)
        {
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(1e-7), $"σ_{i + 1}");
            Assert.That(actual[size + i], Is.EqualTo(actual[i]).Within(1e-9), "the second product is the first");
        }
    }

    /// <summary>What a GPU does, checked on the processor: the two ways must agree, for an odd size too.</summary>
    [TestCase(16)]
    [TestCase(7)]
    [TestCase(1)]
    public void The_ways_of_the_two_devices_agree(int size)
    {
        using var scope = NewDisposeScope();
        var matrices = Stacked([.. Enumerable.Range(0, 3).Select(seed => Numerical.RandomMatrix(size, size, seed + 7))]);

        var (l, q) = RowOrthogonalization.StepByStep(matrices);
        var (_, reference) = RowOrthogonalization.MatrixByMatrix(matrices);
        var identity = eye(size, dtype: float64).expand(3, size, size);

        Assert.That(Numerical.Distance(Replicas.ToArray(l.matmul(q)), Replicas.ToArray(matrices)), Is.LessThan(1e-13));
        Assert.That(Numerical.Distance(Replicas.ToArray(q.matmul(q.transpose(-2, -1))), Replicas.ToArray(identity)), Is.LessThan(1e-10));
        Assert.That(Numerical.Distance(Replicas.ToArray(l.triu(1)), new double[3 * size * size]), Is.Zero, "L is lower triangular");
        Assert.That(Numerical.Distance(Replicas.ToArray((q * reference).sum([-1]).abs()), [.. Enumerable.Repeat(1.0, 3 * size)]), Is.LessThan(1e-10), "rows up to sign");
        Assert.That(
            Numerical.Distance(Replicas.ToArray(SingularValues.ByRotations(matrices)), Replicas.ToArray(linalg.svdvals(matrices).log())),
            Is.LessThan(1e-11));
    }

    /// <summary>Rows of 1 … 1e-120, of which a decomposition in one scale would keep the first alone.</summary>
    [Test]
    public void Rotations_keep_the_digits_of_small_singular_values()
    {
        using var scope = NewDisposeScope();
        const int size = 9;
        var graded = Numerical.RandomMatrix(size, size, 3);
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                graded[i, j] *= Math.Pow(10, -15 * i);
        var reference = new ProductSvd(size);
        reference.Append(graded);

        var actual = Replicas.ToArray(SingularValues.ByRotations(Stacked([graded])));

        Assert.That(actual, Is.EqualTo(reference.LogSingularValues()).Within(1e-9));
        Assert.That(actual[^1], Is.LessThan(-200));
    }

    private static Tensor Stacked(double[][,] matrices) => stack([.. matrices.Select(m => tensor(m))]);
}
