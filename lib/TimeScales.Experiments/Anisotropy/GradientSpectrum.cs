using TimeScales.Experiments.Departures;
using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Anisotropy;

/// <summary>AI and CE of a matrix of single-sequence gradients, each row scaled to unit norm and the columns centred.</summary>
/// <remarks>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. VII-B.</para>
/// <para>The singular values of the [M, P] matrix are the roots of the eigenvalues of its Gram matrix [M, M], P ≫ M: relatively accurate
/// to ε·AI², that is 1e-10 for AI = 1000.</para>
/// </remarks>
internal static unsafe class GradientSpectrum
{
    private const double Offset = 1e-12;
    private const double JitterSize = 1e-8;
    private const double ConstantColumn = 1e-10;

    /// <summary>The spectrum; NaN where a gradient is not finite.</summary>
    /// <param name="gradients">[M][P]; overwritten.</param>
    /// <param name="rank">r.</param>
    /// <param name="protocol">Offsets and jitter are the released program's.</param>
    /// <param name="jitter">The stream of the jitter, [M, P] normals for the columns kept.</param>
    public static Spectrum Of(double[][] gradients, int rank, Protocol protocol, TorchGenerator jitter)
    {
        var rows = gradients.Length;
        var columns = gradients[0].Length;
        var offset = protocol.Has(Departure.SinglePrecisionProducts) ? Offset : 0;
        foreach (var row in gradients)
        {
            var scale = 1 / (Math.Sqrt(row.Sum(g => g * g)) + offset);
            for (var j = 0; j < columns; j++)
                row[j] *= scale;
        }
        var kept = CentreColumns(gradients);
        if (protocol.Has(Departure.Jitter))
            AddJitter(gradients, kept, jitter);

        var width = Simd.Padded<double>(columns);
        var matrix = new AlignedArray<double>(rows * width);
        for (var i = 0; i < rows; i++)
            gradients[i].CopyTo(matrix.Span[(i * width)..]);
        var gramWidth = Simd.Padded<double>(rows);
        var gram = new AlignedArray<double>(rows * gramWidth);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var product = Simd.Dot(matrix.Pointer + (nint)i * width, matrix.Pointer + (nint)j * width, width);
                gram.Pointer[i * gramWidth + j] = product;
                gram.Pointer[j * gramWidth + i] = product;
            }
        }
        var values = Array.ConvertAll(new SymmetricEigenvalues(rows).Of(gram.Pointer), λ => Math.Sqrt(Math.Max(0, λ)));
        GC.KeepAlive(matrix);
        GC.KeepAlive(gram);
        if (!double.IsFinite(values[0]))
            return new Spectrum(double.NaN, double.NaN);
        return protocol.Has(Departure.SinglePrecisionProducts)
            ? Spectrum.FromValues(values, rank, int.MaxValue)
            : Spectrum.FromLogarithms(Array.ConvertAll(values, Math.Log), rank, int.MaxValue);
    }

    /// <summary>Subtracts each column's mean; says which columns are not constant.</summary>
    private static bool[] CentreColumns(double[][] gradients)
    {
        var kept = new bool[gradients[0].Length];
        for (var j = 0; j < kept.Length; j++)
        {
            double mean = 0, square = 0;
            foreach (var row in gradients)
                mean += row[j] / gradients.Length;
            foreach (var row in gradients)
            {
                row[j] -= mean;
                square += row[j] * row[j];
            }
            kept[j] = Math.Sqrt(square) > ConstantColumn * Math.Sqrt(gradients.Length);
        }
        return kept;
    }

    /// <summary>The released program drops nearly constant columns and adds 1e-8·N(0,1) to the others.</summary>
    private static void AddJitter(double[][] gradients, bool[] kept, TorchGenerator jitter)
    {
        var columns = kept.Count(k => k);
        var noise = new double[gradients.Length * columns];
        jitter.FillNormal(noise.AsSpan());
        var next = 0;
        foreach (var row in gradients)
        {
            for (var j = 0; j < kept.Length; j++)
                row[j] = kept[j] ? row[j] + JitterSize * noise[next++] : columns == 0 ? row[j] : 0;
        }
    }
}
