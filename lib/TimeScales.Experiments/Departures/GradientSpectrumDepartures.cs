using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Departures;

/// <summary>The spectrum of gradients of Sec. VII-B under a protocol: departure 7, offsets in denominators, and the
/// jitter.</summary>
internal static class GradientSpectrumDepartures
{
    private const double JitterSize = 1e-8;
    private const double ConstantColumn = 1e-10;

    /// <summary>The spectrum, see <see cref="GradientSpectrum"/>.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="gradients">[M][P].</param>
    /// <param name="rank">r.</param>
    /// <param name="jitter">The stream of the jitter, [M, P] normals for the columns kept.</param>
    public static Spectrum Of(Protocol protocol, IReadOnlyList<double[]> gradients, int rank, TorchGenerator jitter)
    {
        var (hasOffset, hasJitter) = (protocol.Has(Departure.SinglePrecisionProducts), protocol.Has(Departure.Jitter));
        if (!hasOffset && !hasJitter)
            return GradientSpectrum.Of(gradients, rank);
        var matrix = PaddedMatrix<double>.OfRows(gradients);
        GradientSpectrum.ScaleRows(matrix, hasOffset ? OffsetSpectrum.Offset : 0);
        GradientSpectrum.CentreColumns(matrix);
        if (hasJitter)
            AddJitter(matrix, jitter);
        if (GradientSpectrum.SingularValues(matrix) is not { } values)
            return Spectrum.Undefined;
        return hasOffset
            ? OffsetSpectrum.Of(values, rank, values.Length)
            : Spectrum.FromLogarithms(Array.ConvertAll(values, Math.Log), rank);
    }

    /// <summary>Drops nearly constant columns and adds 1e-8·N(0,1) to the others.</summary>
    private static void AddJitter(PaddedMatrix<double> matrix, TorchGenerator jitter)
    {
        bool[] kept = [.. SquaresOfColumns(matrix).Select(square => Math.Sqrt(square) > ConstantColumn * Math.Sqrt(matrix.Rows))];
        var columns = kept.Count(k => k);
        var noise = new double[matrix.Rows * columns];
        jitter.FillNormal(noise.AsSpan());
        var next = 0;
        for (var i = 0; i < matrix.Rows; i++)
        {
            var row = matrix.Row(i);
            for (var j = 0; j < kept.Length; j++)
                row[j] = kept[j] ? row[j] + JitterSize * noise[next++] : columns == 0 ? row[j] : 0;
        }
    }

    private static double[] SquaresOfColumns(PaddedMatrix<double> matrix)
    {
        var squares = new double[matrix.Columns];
        for (var i = 0; i < matrix.Rows; i++)
        {
            var row = matrix.Row(i);
            for (var j = 0; j < squares.Length; j++)
                squares[j] += row[j] * row[j];
        }
        return squares;
    }
}
