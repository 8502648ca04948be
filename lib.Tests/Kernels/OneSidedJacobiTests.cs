using MathNet.Numerics.LinearAlgebra;
using TimeScales.Kernels;

namespace TimeScales.Tests.Kernels;

/// <summary>ln σ of diag(e^ℓ)·A against MathNet where float64 holds the matrix, and against known answers where it does not.</summary>
internal sealed unsafe class OneSidedJacobiTests
{
    private static readonly int[] Sizes = [1, 2, 5, 64, 65];

    [TestCaseSource(nameof(Sizes))]
    public void Random_matrices_have_MathNet_s_singular_values(int size)
    {
        for (var seed = 1; seed <= 3; seed++)
            AssertSame(Numerical.RandomMatrix(size, size, seed), new double[size]);
    }

    /// <summary>σ ≈ 0.5^i over at most 64 binary digits of range: compared to 1e-13 of the largest, which is all that MathNet gives.</summary>
    [TestCaseSource(nameof(Sizes))]
    public void Graded_rows_may_stand_in_the_matrix_or_in_the_scales(int size)
    {
        var m = Numerical.RandomMatrix(size, size, 7);
        var graded = (double[,])m.Clone();
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                graded[i, j] *= Math.ScaleB(1, -i);
        var scales = Enumerable.Range(0, size).Select(i => -i * Math.Log(2)).ToArray();

        var inMatrix = LogSingularValues(graded, new double[size]);
        var inScales = LogSingularValues(m, scales);

        AssertSame(graded, new double[size]);
        Assert.That(inScales, Is.EqualTo(inMatrix).Within(1e-12), "relative accuracy of every value, small ones too");
    }

    [TestCaseSource(nameof(Sizes))]
    public void Clustered_values_come_out_as_a_cluster(int size)
    {
        var q = Matrix<double>.Build.DenseOfArray(Numerical.RandomMatrix(size, size, 3)).QR().Q;
        var m = q.MapIndexed((i, _, x) => x * (i < size / 2 ? 1 : 1 + 1e-9)).ToArray();

        Assert.That(LogSingularValues(m, new double[size]), Has.All.InRange(-1e-13, 1.1e-9));
    }

    [TestCaseSource(nameof(Sizes))]
    public void The_zero_matrix_has_minus_infinity_everywhere(int size) =>
        Assert.That(LogSingularValues(new double[size, size], new double[size]), Has.All.EqualTo(double.NegativeInfinity));

    /// <summary>Row 0 twice as large as row 1 and parallel: one value √5·‖row‖/…, the other nothing but rounding.</summary>
    [TestCase(2)]
    [TestCase(5)]
    [TestCase(65)]
    public void Parallel_rows_leave_one_value_at_the_level_of_rounding(int size)
    {
        var m = Numerical.RandomMatrix(size, size, 11);
        for (var j = 0; j < size; j++)
            m[0, j] = 2 * m[1, j];

        var σ = LogSingularValues(m, new double[size]);

        Assert.That(σ[^1], Is.LessThan(Math.Log(1e-14) + σ[0]));
        AssertSame(m, new double[size]);
    }

    /// <summary>Rows (1, 1) and e^ℓ(1, −1) are orthogonal; rows e₁ and e^ℓ(e₁ + e₂) have σ = 1 and e^ℓ for e^ℓ → 0.</summary>
    [Test]
    public void Scales_may_differ_by_any_range([Values(-50, -700, -1e5)] double scale)
    {
        Assert.That(LogSingularValues(new double[,] { { 1, 1 }, { 1, -1 } }, [0, scale]), Is.EqualTo(new[] { Math.Log(2) / 2, scale + Math.Log(2) / 2 }).Within(1e-14).Or.EqualTo(new[] { Math.Log(2) / 2, scale + Math.Log(2) / 2 }).Within(1).Ulps);
        Assert.That(LogSingularValues(new double[,] { { 1, 0 }, { 1, 1 } }, [0, scale]), Is.EqualTo(new[] { 0, scale }).Within(1e-14));
        Assert.That(LogSingularValues(new double[,] { { 1, 1 }, { 1, 0 } }, [scale, 0]), Is.EqualTo(new[] { 0, scale }).Within(1e-14), "in any order of the rows");
    }

    [TestCase(2)]
    [TestCase(5)]
    public void NaN_in_gives_NaN_out(int size)
    {
        var m = Numerical.RandomMatrix(size, size, 1);
        m[size - 1, 0] = double.NaN;
        var width = Simd.Padded<double>(size);
        var (a, logarithms) = (Padded<double>.Of(m), new double[size]);

        new OneSidedJacobi(size, width).LogSingularValues(a.Pointer, new double[size], logarithms);

        Assert.That(logarithms, Has.All.NaN);
    }

    /// <summary>1e-13 of the largest: what a backward stable decomposition gives.</summary>
    private static void AssertSame(double[,] m, double[] scales)
    {
        var expected = Matrix<double>.Build.DenseOfArray(m).Svd(computeVectors: false).S.ToArray();
        var actual = Array.ConvertAll(LogSingularValues(m, scales), Math.Exp);
        Assert.That(actual, Is.EqualTo(expected).Within(1e-13 * expected[0]));
    }

    private static double[] LogSingularValues(double[,] m, double[] scales)
    {
        var size = m.GetLength(0);
        var (a, logarithms) = (Padded<double>.Of(m), new double[size]);
        new OneSidedJacobi(size, a.Width).LogSingularValues(a.Pointer, scales, logarithms);
        GC.KeepAlive(a);
        return [.. logarithms.OrderDescending()];
    }
}
