using TimeScales.RandomStreams;

namespace TimeScales.Kernels;

/// <summary>The spectral norm ‖M‖₂ = σ₁(M), by Lanczos' method on M Mᵀ.</summary>
/// <remarks>
/// <para><b>Source.</b> Golub and Van Loan, Matrix Computations, 4th ed., §10.1-10.3. Without reorthogonalisation: orthogonality
/// is lost only along a vector that has converged, and the first to converge is the one wanted.</para>
/// <para><b>Accuracy.</b> Stops when the residual of the leading pair is below 1e-8 σ₁: some singular value is then within that
/// distance, usually within its square. The start holds a share of a fixed random direction, so that it is never orthogonal
/// to the vector of σ₁.</para>
/// <para>An instance keeps its space and the last left singular vector: a good start for the next product of a chain
/// M, M·J, M·J·J′, …. The result depends on that start only below the accuracy stated.</para>
/// <para>A matrix so large or small that σ₁⁴ might leave the range of float64 is rescaled first, exactly.</para>
/// </remarks>
internal sealed unsafe class SpectralNorm
{
    private const double Tolerance = 1e-8;
    private const double RandomShare = 0.01;

    /// <summary>σ₁² within [1/limit, limit] needs no rescaling.</summary>
    private const double SafeSquare = 1e100;

    /// <summary>A step rarely shrinks the residual by more; the next look at it waits for as many steps as it needs at
    /// least.</summary>
    private const double FastestConvergence = 20;

    private readonly int size;
    private readonly int width;
    private readonly int mostSteps;
    private readonly AlignedArray<double> basis;
    private readonly AlignedArray<double> image;
    private readonly AlignedArray<double> transposedImage;
    private readonly AlignedArray<double> previous;
    private readonly AlignedArray<double> random;
    private readonly TridiagonalTop tridiagonal;

    /// <summary>Space for square matrices of <paramref name="size"/> rows, each padded to whole vectors.</summary>
    public SpectralNorm(int size)
    {
        this.size = size;
        width = Simd.Padded<double>(size);
        mostSteps = 3 * size + 2;
        basis = new AlignedArray<double>((mostSteps + 1) * width);
        image = new AlignedArray<double>(width);
        transposedImage = new AlignedArray<double>(width);
        previous = new AlignedArray<double>(width);
        random = new AlignedArray<double>(width);
        tridiagonal = new TridiagonalTop(mostSteps);
        new TorchGenerator().FillUniform(random.Span[..size], -1.0, 1.0);
        Simd.Scale(1 / Norm(random.Pointer), random.Pointer, width);
    }

    /// <summary>Lanczos steps taken so far, two products with a vector each; for benchmarks.</summary>
    public long Steps { get; private set; }

    /// <summary>Forgets the last matrix: the next start is the fixed random direction alone.</summary>
    public void Reset() => previous.Span.Clear();

    /// <summary>The vector near which the next search starts; after a search, the left singular vector of σ₁. For many chains,
    /// each keeps its own.</summary>
    public Span<double> Start => previous.Span[..size];

    /// <summary>‖M‖₂ of a matrix in anyone's memory; NaN where M has an element that is not finite.</summary>
    /// <param name="m">M, [size, width].</param>
    public double Of(ReadOnlySpan<double> m)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(m.Length, size * width);
        fixed (double* pointer = m)
            return Of(pointer);
    }

    /// <summary>‖M‖₂; NaN where M has an element that is not finite.</summary>
    public double Of(PaddedMatrix<double> m)
    {
        var norm = Of(m.Pointer);
        GC.KeepAlive(m);
        return norm;
    }

    /// <summary>‖M‖₂; NaN where M has an element that is not finite.</summary>
    /// <param name="m">M, [size, width].</param>
    public double Of(double* m)
    {
        // What an earlier matrix that was not finite may have left in the padding.
        image.Span[size..].Clear();
        random.Span.CopyTo(basis.Span);
        Simd.Scale(RandomShare, basis.Pointer, width);
        Simd.AddScaled(1, previous.Pointer, basis.Pointer, width);
        Simd.Scale(1 / Norm(basis.Pointer), basis.Pointer, width);

        tridiagonal.Clear();
        var nextCheck = 1;
        for (var step = 0; step < mostSteps; step++)
        {
            var q = basis.Pointer + step * width;
            MatrixVector.MultiplyTransposed(size, width, m, q, transposedImage.Pointer);
            MatrixVector.Multiply(size, width, m, transposedImage.Pointer, image.Pointer);
            var diagonal = Simd.Dot(q, image.Pointer, width);
            if (step == 0 && diagonal is not (>= 1 / SafeSquare and <= SafeSquare)
                && LargestExponent(m) is var exponent and not 0)
                return OfRescaled(m, exponent);
            if (step > 0)
                Simd.AddScaled(-tridiagonal.LastBelow, q - width, image.Pointer, width);
            var below = Math.Sqrt(Simd.SubtractScaled(diagonal, q, image.Pointer, width));
            tridiagonal.Append(diagonal, below);
            Steps++;

            // What is left over bounds every residual, so an exhausted space ends the search at once.
            var exhausted = below <= 1e-14 * tridiagonal.LargestDiagonal;
            if (exhausted || step >= nextCheck || step == mostSteps - 1)
            {
                tridiagonal.FindTop();
                // M Mᵀ has σ², so a residual of 2·tolerance·σ² there is one of tolerance·σ for σ.
                var excess = tridiagonal.Residual / (2 * Tolerance * tridiagonal.Top);
                if (exhausted || excess <= 1)
                    break;
                nextCheck = step + Math.Max(1, (int)(Math.Log(excess) / Math.Log(FastestConvergence)));
            }
            image.Span.CopyTo(basis.Span[((step + 1) * width)..]);
            Simd.Scale(1 / below, basis.Pointer + (step + 1) * width, width);
        }
        KeepLeadingVector();
        GC.KeepAlive(this);
        return Math.Sqrt(tridiagonal.Top);
    }

    /// <summary>The binary exponent of the largest element; 0 for a zero matrix.</summary>
    private int LargestExponent(double* m)
    {
        var largest = Simd.LargestMagnitude(m, size * width);
        return largest == 0 ? 0 : Math.ILogB(largest);
    }

    private double OfRescaled(double* m, int exponent)
    {
        // ILogB of an infinity or NaN.
        if (exponent == int.MaxValue)
        {
            Reset();
            return double.NaN;
        }
        var rescaled = new AlignedArray<double>(size * width);
        for (var i = 0; i < rescaled.Length; i++)
            rescaled.Pointer[i] = Math.ScaleB(m[i], -exponent);
        var norm = Math.ScaleB(Of(rescaled.Pointer), exponent);
        GC.KeepAlive(rescaled);
        return norm;
    }

    private void KeepLeadingVector()
    {
        previous.Span.Clear();
        for (var j = 0; j < tridiagonal.Length; j++)
            Simd.AddScaled(tridiagonal.TopVector[j], basis.Pointer + j * width, previous.Pointer, width);
    }

    private double Norm(double* x) => Math.Sqrt(Simd.Dot(x, x, width));
}
