using NUnit.Framework;

namespace TimeScales.Tests;

/// <summary>Step sizes, tolerances and distances, and why they are what they are.</summary>
internal static class Numerical
{
    /// <summary>The same matrix as the kernels want it.</summary>
    public static TimeScales.Kernels.PaddedMatrix<double> Padded(double[,] matrix)
    {
        var padded = new TimeScales.Kernels.PaddedMatrix<double>(matrix.GetLength(0), matrix.GetLength(1));
        for (var i = 0; i < padded.Rows; i++)
            for (var j = 0; j < padded.Columns; j++)
                padded[i, j] = matrix[i, j];
        return padded;
    }

    /// <summary>Complex steps subtract nothing, so the step may be as small as the exponent allows: its error is h² = 1e-200.</summary>
    public const double ComplexStep = 1e-100;

    /// <summary>One step or one Jacobian in float64: rounding of sums of up to 64 products. Largest seen: 4e-15.</summary>
    public const double OneStep = 2e-14;

    /// <summary>Several steps in float64: roundings of each step, amplified by the products of the later Jacobians.
    /// Largest seen: 1e-13, in the state of a single unit near zero.</summary>
    public const double ManySteps = 5e-13;

    /// <summary>Several steps in float32: the same with a unit of 6e-8 instead of 1e-16. Largest seen: 1e-6.</summary>
    public const double Single = 5e-6;

    /// <summary>Largest difference relative to the largest expected element: an element near zero has no digits of its own.</summary>
    public static double Distance(IEnumerable<double> actual, IEnumerable<double> expected)
    {
        var (a, e) = (actual.ToArray(), expected.ToArray());
        Assert.That(a, Has.Length.EqualTo(e.Length));
        Assert.That(e, Has.None.NaN, "the expected values");
        var scale = e.Max(Math.Abs);
        var largest = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            if (!double.IsFinite(a[i]))
                return double.PositiveInfinity;
            largest = Math.Max(largest, Math.Abs(a[i] - e[i]));
        }
        return scale == 0 ? largest : largest / scale;
    }

    public static double Distance(double[,] actual, double[,] expected) => Distance(actual.Cast<double>(), expected.Cast<double>());

    /// <summary>M = J_t J_{t−1} ⋯ of factors given from the left, by the definition of the matrix product.</summary>
    public static double[,] Product(IEnumerable<double[,]> factors) => factors.Aggregate(Product);

    public static double[,] Product(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(0), b.GetLength(1)];
        for (var i = 0; i < a.GetLength(0); i++)
            for (var j = 0; j < b.GetLength(1); j++)
                for (var k = 0; k < b.GetLength(0); k++)
                    product[i, j] += a[i, k] * b[k, j];
        return product;
    }

    /// <summary>‖M‖₂ by MathNet's singular value decomposition.</summary>
    public static double SpectralNorm(double[,] m) => MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(m).L2Norm();

    /// <summary>Uniform on (−1, 1).</summary>
    public static double Uniform(Random random) => 2 * random.NextDouble() - 1;

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static double[] Normals(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Normal(random))];

    public static double[,] RandomMatrix(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var matrix = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                matrix[i, j] = Normal(random);
        return matrix;
    }
}
