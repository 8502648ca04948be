using MathNet.Numerics.LinearAlgebra;
using NUnit.Framework;
using TimeScales.Kernels;

namespace TimeScales.Tests.Kernels;

/// <summary>‖M‖₂ against MathNet's singular value decomposition and against matrices built from chosen singular values.</summary>
internal sealed unsafe class SpectralNormTests
{
    /// <summary>Relative; what the class states.</summary>
    private const double Accuracy = 1e-8;

    private static readonly int[] Sizes = [1, 2, 3, 7, 8, 9, 16, 17, 33, 64];

    [TestCaseSource(nameof(Sizes))]
    public void The_norm_of_a_random_matrix_is_its_largest_singular_value(int size)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var m = Numerical.RandomMatrix(size, size, seed);
            AssertNorm(m, Numerical.SpectralNorm(m), $"seed {seed}");
        }
    }

    /// <summary>σ_i = 0.7^i: what a product over many steps looks like.</summary>
    [TestCaseSource(nameof(Sizes))]
    public void The_norm_of_a_graded_matrix_is_its_largest_singular_value(int size) =>
        AssertNorm(WithSingularValues([.. Enumerable.Range(0, size).Select(i => 3 * Math.Pow(0.7, i))]), 3);

    /// <summary>The slowest case for an iteration: half the spectrum within a thousandth of the top, or at it.</summary>
    [Test]
    public void A_cluster_below_the_top_does_not_pull_the_norm_down([Values(1e-2, 1e-3, 1e-5, 1e-9, 0)] double gap, [Values(2, 17, 64)] int size)
    {
        double[] values = [.. Enumerable.Range(0, size).Select(i => i == 0 ? 1 : i <= size / 2 ? 1 - gap : 0.3)];
        for (var seed = 1; seed <= 10; seed++)
            AssertNorm(WithSingularValues(values, seed), 1, $"seed {seed}");
    }

    /// <summary>σ from 1 down to ½ in equal steps: many values in reach of the top and no gap anywhere.</summary>
    [Test]
    public void A_spectrum_without_a_gap_does_not_pull_the_norm_down([Values(17, 64)] int size)
    {
        for (var seed = 1; seed <= 10; seed++)
            AssertNorm(WithSingularValues([.. Enumerable.Range(0, size).Select(i => 1 - 0.5 * i / size)], seed), 1, $"seed {seed}");
    }

    [TestCaseSource(nameof(Sizes))]
    public void The_norm_of_a_rank_one_matrix_is_the_product_of_the_lengths(int size)
    {
        var (x, y) = (Numerical.RandomMatrix(size, 1, 5), Numerical.RandomMatrix(1, size, 6));

        AssertNorm(Numerical.Product(x, y), Length(x) * Length(y));

        static double Length(double[,] v) => Math.Sqrt(v.Cast<double>().Sum(e => e * e));
    }

    [TestCaseSource(nameof(Sizes))]
    public void The_norm_of_an_orthogonal_matrix_is_one(int size) => AssertNorm(WithSingularValues([.. Enumerable.Repeat(1.0, size)]), 1);

    [TestCaseSource(nameof(Sizes))]
    public void The_norm_of_zero_is_zero(int size) => Assert.That(Norm(new double[size, size]), Is.Zero);

    [TestCase(-2.5)]
    [TestCase(1e-30)]
    public void The_norm_of_a_number_is_its_modulus(double value) => AssertNorm(new[,] { { value } }, Math.Abs(value));

    /// <summary>Not normal: the spectral radius is zero, and iterating M alone would find it.</summary>
    [Test]
    public void The_norm_of_a_nilpotent_matrix_is_not_its_spectral_radius() => AssertNorm(new double[,] { { 0, 5, 0 }, { 0, 0, 2 }, { 0, 0, 0 } }, 5);

    [TestCase(1e-100)]
    [TestCase(1e-90)]
    [TestCase(1e-60)]
    [TestCase(1e60)]
    [TestCase(1e90)]
    [TestCase(1e100)]
    public void The_norm_scales_with_the_matrix(double scale)
    {
        var m = Numerical.RandomMatrix(17, 17, 4);
        var scaled = new double[17, 17];
        for (var i = 0; i < 17; i++)
            for (var j = 0; j < 17; j++)
                scaled[i, j] = scale * m[i, j];

        AssertNorm(scaled, scale * Numerical.SpectralNorm(m));
    }

    /// <summary>The first start of an instance is fixed; later ones hold the last vector. Here that vector is orthogonal to the new one.</summary>
    [Test]
    public void A_start_orthogonal_to_the_leading_vector_finds_it_all_the_same()
    {
        var norm = new SpectralNorm(3);

        Assert.That(Of(norm, new double[,] { { 9, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }), Is.EqualTo(9).Within(9 * Accuracy));
        Assert.That(Of(norm, new double[,] { { 1, 0, 0 }, { 0, 4, 0 }, { 0, 0, 2 } }), Is.EqualTo(4).Within(4 * Accuracy));
        Assert.That(Of(norm, new double[3, 3]), Is.Zero);
        Assert.That(Of(norm, new double[,] { { 0, 1, 0 }, { 0, 0, 0 }, { 7, 0, 0 } }), Is.EqualTo(7).Within(7 * Accuracy));
    }

    /// <summary>An instance serves a whole chain of products: one that is not finite must not spoil those after it.</summary>
    [Test]
    public void A_matrix_that_is_not_finite_leaves_no_trace([Values(double.NaN, double.PositiveInfinity, 1e200)] double value)
    {
        var norm = new SpectralNorm(3);
        Of(norm, new double[,] { { value, 1, 0 }, { 0, 2, 1 }, { 1, 0, -value } });

        Assert.That(Of(norm, new double[,] { { 0, 3, 0 }, { 1, 0, 0 }, { 0, 0, 2 } }), Is.EqualTo(3).Within(3 * Accuracy));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void The_norm_of_a_matrix_that_is_not_finite_is_not_a_number(double value)
    {
        var m = Numerical.RandomMatrix(9, 9, 1);
        m[8, 3] = value;

        Assert.That(Norm(m), Is.NaN);
    }

    private static void AssertNorm(double[,] m, double expected, string? what = null) =>
        Assert.That(Norm(m), Is.EqualTo(expected).Within(Accuracy * expected), what);

    private static double Norm(double[,] m) => Of(new SpectralNorm(m.GetLength(0)), m);

    private static double Of(SpectralNorm norm, double[,] m) => norm.Of(Padded<double>.Of(m).Pointer);

    /// <summary>U diag(σ) Vᵀ with random orthogonal U, V.</summary>
    private static double[,] WithSingularValues(double[] values, int seed = 1)
    {
        var size = values.Length;
        Matrix<double> Orthogonal(int s) => Matrix<double>.Build.DenseOfArray(Numerical.RandomMatrix(size, size, s)).QR().Q;

        return (Orthogonal(seed) * Matrix<double>.Build.DenseOfDiagonalArray(values) * Orthogonal(seed + 1000).Transpose()).ToArray();
    }
}
