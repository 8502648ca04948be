using MathNet.Numerics.LinearAlgebra;
using TimeScales.Kernels;

namespace TimeScales.Tests.Kernels;

/// <summary>Principal angles between leading subspaces, against MathNet's singular vectors and against known angles.</summary>
internal sealed class LeadingSubspaceTests
{
    /// <summary>Catches left vectors taken for right ones, values that are not sorted, and a basis that is not orthonormal.</summary>
    [TestCase(8, 30, 3)]
    [TestCase(20, 7, 4)]
    [TestCase(33, 65, 10)]
    public void Cosines_equal_those_of_the_singular_vectors(int rows, int columns, int dimension)
    {
        var random = new Random(8);
        double[][] a = Matrix(random, rows, columns), b = Matrix(random, rows, columns);

        var actual = LeadingSubspace.Of(a, dimension).Cosines(LeadingSubspace.Of(b, dimension));

        var expected = (Vectors(a, dimension) * Vectors(b, dimension).Transpose()).Svd(computeVectors: false).S;
        Assert.That(actual.OrderDescending(), Is.EqualTo(expected).Within(1e-9));
    }

    /// <summary>Spans of (e₁, e₂) and (e₁, cos φ e₂ + sin φ e₃): the angles are 0 and φ.</summary>
    [TestCase(0)]
    [TestCase(0.4)]
    [TestCase(Math.PI / 2)]
    public void A_plane_turned_about_a_line_keeps_one_angle_at_zero(double φ)
    {
        double[][] a = [[3, 0, 0, 0], [0, 2, 0, 0], [0, 0, 0, 0.1]];
        double[][] b = [[5, 0, 0, 0], [0, 2 * Math.Cos(φ), 2 * Math.Sin(φ), 0], [0, 0, 0, 0.1]];

        var cosines = LeadingSubspace.Of(a, 2).Cosines(LeadingSubspace.Of(b, 2)).Order().ToArray();

        Assert.That(cosines, Is.EqualTo(new[] { Math.Cos(φ), 1 }).Within(1e-12));
    }

    /// <summary>By hand: ranks (1, 2.5, 2.5, 4) and (1, 3, 2, 4): covariance 4.5, variances 4.5 and 5.</summary>
    [Test]
    public void Rank_correlation_shares_ranks_of_equal_values()
    {
        Assert.That(Statistics.RankCorrelation([0.1, 7, 7, 9], [-5, 3, 2, 1e9]), Is.EqualTo(4.5 / Math.Sqrt(4.5 * 5)).Within(1e-15));
        Assert.That(Statistics.RankCorrelation([1, 2, 3], [1, 8, 27]), Is.EqualTo(1));
        Assert.That(Statistics.RankCorrelation([1, 2, 3], [4, 2, -1]), Is.EqualTo(-1));
        Assert.That(Statistics.RankCorrelation([1, 1, 1], [4, 2, -1]), Is.NaN);
        Assert.That(Statistics.RankCorrelation([1, double.NaN, 3], [4, 2, -1]), Is.NaN);
    }

    /// <summary>Columns of falling size, so that leading directions stand out.</summary>
    private static double[][] Matrix(Random random, int rows, int columns) =>
        [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(j => Numerical.Uniform(random) * Math.Pow(0.7, j)).ToArray())];

    private static Matrix<double> Vectors(double[][] m, int dimension) =>
        Matrix<double>.Build.DenseOfRowArrays(m).Svd().VT.SubMatrix(0, dimension, 0, m[0].Length);
}
