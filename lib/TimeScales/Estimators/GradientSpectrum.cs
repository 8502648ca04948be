using TimeScales.Kernels;

namespace TimeScales;

/// <summary>AI and CE of a matrix of single-sequence gradients, each row scaled to unit norm and the columns centred.</summary>
/// <remarks>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. VII-B.</para>
/// <para>The singular values of the [M, P] matrix are the roots of the eigenvalues of its Gram matrix [M, M], P ≫ M: relatively
/// accurate to ε·AI², that is 1e-10 for AI = 1000.</para>
/// </remarks>
public static class GradientSpectrum
{
    /// <summary>The spectrum; NaN where a gradient is zero or not finite.</summary>
    /// <param name="gradients">[M][P].</param>
    /// <param name="rank">r, 1 … M.</param>
    public static Spectrum Of(IReadOnlyList<double[]> gradients, int rank)
    {
        var matrix = PaddedMatrix<double>.OfRows(gradients);
        ScaleRows(matrix);
        CentreColumns(matrix);
        return SingularValues(matrix) is { } values
            ? Spectrum.FromLogarithms(Array.ConvertAll(values, Math.Log), rank)
            : Spectrum.Undefined;
    }

    /// <summary>Divides each row by its norm plus <paramref name="offset"/>.</summary>
    internal static void ScaleRows(PaddedMatrix<double> matrix, double offset = 0)
    {
        for (var i = 0; i < matrix.Rows; i++)
        {
            var row = matrix.Row(i)[..matrix.Columns];
            var square = 0.0;
            foreach (var g in row)
                square += g * g;
            var scale = 1 / (Math.Sqrt(square) + offset);
            foreach (ref var g in row)
                g *= scale;
        }
    }

    /// <summary>Subtracts each column's mean.</summary>
    internal static void CentreColumns(PaddedMatrix<double> matrix)
    {
        var means = new double[matrix.Columns];
        for (var i = 0; i < matrix.Rows; i++)
        {
            var row = matrix.Row(i);
            for (var j = 0; j < means.Length; j++)
                means[j] += row[j] / matrix.Rows;
        }
        for (var i = 0; i < matrix.Rows; i++)
        {
            var row = matrix.Row(i);
            for (var j = 0; j < means.Length; j++)
                row[j] -= means[j];
        }
    }

    /// <summary>The singular values, largest first; null where one is not finite.</summary>
    internal static double[]? SingularValues(PaddedMatrix<double> matrix)
    {
        var values = Array.ConvertAll(new SymmetricEigenvalues(matrix.Rows).Of(matrix.Gram()), λ => Math.Sqrt(Math.Max(0, λ)));
        return double.IsFinite(values[0]) ? values : null;
    }
}
