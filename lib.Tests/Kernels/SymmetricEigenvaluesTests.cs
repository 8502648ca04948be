using MathNet.Numerics.LinearAlgebra;
using TimeScales.Kernels;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Kernels;

/// <summary>Against MathNet's eigenvalues and matrices whose eigenvalues are known; to 1e-14·n of the largest.</summary>
internal sealed unsafe class SymmetricEigenvaluesTests
{
    private static readonly int[] Sizes = [1, 2, 5, 64, 65];

    [TestCaseSource(nameof(Sizes))]
    public void Random_matrices_have_MathNet_s_eigenvalues(int size)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var m = Matrix<double>.Build.DenseOfArray(Numerical.RandomMatrix(size, size, seed));
            var symmetric = m + m.Transpose();
            AssertEigenvalues(symmetric, [.. symmetric.Evd(Symmetricity.Symmetric).EigenValues.Select(λ => λ.Real).OrderDescending()]);
        }
    }

    [TestCaseSource(nameof(Sizes))]
    public void Graded_clustered_repeated_and_mixed_spectra_come_back(int size)
    {
        double[][] spectra =
        [
            [.. Enumerable.Range(0, size).Select(i => Math.Pow(0.5, i))],
            [.. Enumerable.Range(0, size).Select(i => Math.Pow(10, -300.0 * i / size))],
            [.. Enumerable.Range(0, size).Select(i => i < size / 2 ? 1 + 1e-9 : 1.0)],
            [.. Enumerable.Repeat(3.0, size)],
            [.. Enumerable.Range(0, size).Select(i => i % 2 == 0 ? -1.0 : 1)],
            [.. Enumerable.Range(0, size).Select(i => i < 3 ? 5.0 - i : 0)],
        ];
        var q = Matrix<double>.Build.DenseOfArray(Numerical.RandomMatrix(size, size, 5)).QR().Q;
        foreach (var spectrum in spectra)
            AssertEigenvalues(q * Matrix<double>.Build.DiagonalOfDiagonalArray(spectrum) * q.Transpose(), [.. spectrum.OrderDescending()]);
    }

    /// <summary>2 − 2cos(πk/(n+1)) of the second difference: tridiagonal from the start, and so is a diagonal matrix.</summary>
    [TestCaseSource(nameof(Sizes))]
    public void Tridiagonal_diagonal_and_zero_matrices_need_no_reduction(int size)
    {
        AssertEigenvalues(
            Matrix<double>.Build.Dense(size, size, (i, j) => i == j ? 2 : Math.Abs(i - j) == 1 ? -1 : 0),
            [.. Enumerable.Range(1, size).Select(k => 2 - 2 * Math.Cos(Math.PI * k / (size + 1))).OrderDescending()]);
        AssertEigenvalues(Matrix<double>.Build.Dense(size, size, (i, j) => i == j ? i - 2 : 0), [.. Enumerable.Range(0, size).Select(i => i - 2.0).OrderDescending()]);
        AssertEigenvalues(Matrix<double>.Build.Dense(size, size), new double[size]);
        AssertEigenvalues(Matrix<double>.Build.Dense(size, size, 1), [size, .. new double[size - 1]]);
    }

    /// <summary>The ends of the range in which squares of elements are finite and normal.</summary>
    [TestCase(1e-140)]
    [TestCase(1e140)]
    public void Eigenvalues_scale_with_the_matrix(double scale)
    {
        var m = Matrix<double>.Build.DenseOfArray(Numerical.RandomMatrix(20, 20, 2));
        var symmetric = m + m.Transpose();

        AssertEigenvalues(symmetric * scale, [.. symmetric.Evd(Symmetricity.Symmetric).EigenValues.Select(λ => scale * λ.Real).OrderDescending()]);
    }

    [Test]
    public void An_element_that_is_not_finite_gives_NaN_everywhere([Values(1, 2, 5, 64)] int size, [Values(double.NaN, double.PositiveInfinity)] double value)
    {
        foreach (var (i, j) in new[] { (0, 0), (size - 1, size - 1), (size - 1, 0), (size / 2, size / 2) })
        {
            var m = Matrix<double>.Build.Dense(size, size, (r, c) => 1.0 / (1 + r + c));
            m[i, j] = m[j, i] = value;
            Assert.That(Eigenvalues(m), Has.All.NaN, $"({i}, {j})");
        }
    }

    private static void AssertEigenvalues(Matrix<double> m, double[] expected)
    {
        var scale = expected.Max(Math.Abs);
        Assert.That(Eigenvalues(m), Is.EqualTo(expected).Within(1e-14 * expected.Length * scale));
    }

    private static double[] Eigenvalues(Matrix<double> m)
    {
        var a = Padded<double>.Of(m.ToArray());
        var values = new SymmetricEigenvalues(m.RowCount).Of(a.Pointer);
        GC.KeepAlive(a);
        return values;
    }
}
