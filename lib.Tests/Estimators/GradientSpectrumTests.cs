using MathNet.Numerics.LinearAlgebra;

namespace TimeScales.Tests.Estimators;

/// <summary>AI and CE of a gradient matrix against MathNet's SVD of the matrix itself, its rows normalised and its columns centred.</summary>
internal sealed class GradientSpectrumTests
{
    /// <summary>Relative: ε·AI² from the Gram matrix, AI up to 1e3. Largest seen: 1e-11.</summary>
    private const double Tolerance = 1e-9;

    private static readonly double[] Finite = [1, 2, 3];

    [TestCase(12, 50, 10, 0.7)]
    [TestCase(12, 7, 5, 0.7)]
    [TestCase(64, 300, 10, 0.5)]
    [TestCase(33, 100, 10, 1.0)]
    [TestCase(2, 5, 1, 1.0)]
    public void The_spectrum_is_that_of_the_normalised_centred_matrix(int rows, int columns, int rank, double decay)
    {
        var gradients = Gradients(rows, columns, decay);
        var (anisotropy, concentration) = Spectra.Of(Spectra.SingularValues(NormalisedAndCentred(gradients)), rank);

        var actual = GradientSpectrum.Of(gradients, rank);

        Assert.That(actual.Anisotropy, Is.EqualTo(anisotropy).Within(Tolerance * anisotropy));
        Assert.That(actual.Concentration, Is.EqualTo(concentration).Within(Tolerance));
    }

    [Test]
    public void The_length_of_a_gradient_does_not_count()
    {
        var (once, scaled) = (Gradients(12, 40, 0.8), Gradients(12, 40, 0.8));
        foreach (var (i, row) in scaled.Index())
            for (var j = 0; j < row.Length; j++)
                row[j] *= Math.ScaleB(1, 3 * i - 10);

        // Powers of two: the same to the bit after normalisation but for the root.
        var expected = GradientSpectrum.Of(once, 10);
        var actual = GradientSpectrum.Of(scaled, 10);
        Assert.That(actual.Anisotropy, Is.EqualTo(expected.Anisotropy).Within(Tolerance * expected.Anisotropy));
    }

    /// <summary>Rows ±e₁: centring takes nothing away and one direction holds everything. Rows e₁ and e₂: one difference is left.</summary>
    [Test]
    public void Centring_leaves_one_direction_fewer_than_rows()
    {
        double[][] opposite = [[1, 0, 0], [-1, 0, 0], [2, 0, 0], [-7, 0, 0]];
        double[][] two = [[1, 0, 0], [0, 3, 0]];

        var one = GradientSpectrum.Of(opposite, 1);
        Assert.That((one.Anisotropy, one.Concentration), Is.EqualTo((1, 1)));
        Assert.That(one.Outside, Is.Zero.Within(1e-15));
        Assert.That(GradientSpectrum.Of(two, 1).Concentration, Is.EqualTo(1).Within(1e-14));
    }

    /// <summary>e_i in H directions: after centring, H − 1 equal singular values and one zero.</summary>
    [Test]
    public void Orthogonal_gradients_are_isotropic_but_for_their_mean()
    {
        const int n = 12;
        var rows = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => i == j ? 1.0 + i : 0).ToArray()).ToArray();

        var actual = GradientSpectrum.Of(rows, 10);

        Assert.That(actual.Anisotropy, Is.EqualTo(1).Within(1e-14));
        Assert.That(actual.Concentration, Is.EqualTo(10.0 / (n - 1)).Within(1e-14));
    }

    [Test]
    public void The_gradients_themselves_are_left_alone()
    {
        var (given, before) = (Gradients(12, 40, 0.8), Gradients(12, 40, 0.8));

        GradientSpectrum.Of(given, 10);

        Assert.That(given, Is.EqualTo(before));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_gradient_that_is_not_finite_gives_NaN(double value)
    {
        double[][] gradients = [[.. Finite], [1, value, 1], [3, 1, 2]];

        var actual = GradientSpectrum.Of(gradients, 2);

        Assert.That(actual.Anisotropy, Is.NaN);
        Assert.That(actual.Concentration, Is.NaN);
    }

    /// <summary>Correlated rows: directions of falling weight, and a mean that centring must take away.</summary>
    private static double[][] Gradients(int rows, int columns, double decay)
    {
        var random = new Random(rows + columns);
        var directions = Enumerable.Range(0, Math.Min(rows, columns)).Select(_ => Numerical.Normals(random, columns)).ToArray();
        return
        [
            .. Enumerable.Range(0, rows).Select(_ =>
            {
                var weights = directions.Select((_, d) => Math.Pow(decay, d) * Numerical.Normal(random)).ToArray();
                return Enumerable.Range(0, columns).Select(j => 3 + directions.Zip(weights, (v, w) => w * v[j]).Sum()).ToArray();
            }),
        ];
    }

    internal static double[,] NormalisedAndCentred(double[][] gradients)
    {
        var m = Matrix<double>.Build.DenseOfRowArrays(gradients).NormalizeRows(2);
        var means = m.ColumnSums() / m.RowCount;
        return m.MapIndexed((_, j, x) => x - means[j]).ToArray();
    }
}
