namespace TimeScales.Kernels;

/// <summary>All eigenvalues of a symmetric matrix: Householder tridiagonalisation, then QL with implicit shifts.</summary>
/// <remarks><b>Source.</b> Golub and Van Loan, Matrix Computations, 4th ed., §8.3. <b>Accuracy.</b> Every eigenvalue to a few ε
/// times the largest; small ones are not relatively accurate, use <see cref="OneSidedJacobi"/> where that matters. Squares of
/// elements must be in the range of float64: elements within 1e±140.</remarks>
internal sealed unsafe class SymmetricEigenvalues
{
    private const int MostIterations = 60;

    private readonly int size;
    private readonly int width;
    private readonly AlignedArray<double> reflector;
    private readonly AlignedArray<double> image;
    private readonly double[] diagonal;
    private readonly double[] below;

    /// <summary>Space for matrices of <paramref name="size"/> rows, each padded to whole vectors.</summary>
    public SymmetricEigenvalues(int size)
    {
        this.size = size;
        width = Simd.Padded<double>(size);
        reflector = new AlignedArray<double>(width);
        image = new AlignedArray<double>(width);
        diagonal = new double[size];
        below = new double[size];
    }

    /// <summary>The eigenvalues, largest first; all NaN where the matrix, which is overwritten, has an element that is not
    /// finite.</summary>
    public double[] Of(PaddedMatrix<double> a)
    {
        var eigenvalues = Of(a.Pointer);
        GC.KeepAlive(a);
        return eigenvalues;
    }

    /// <summary>The eigenvalues, largest first; all NaN where the matrix has an element that is not finite.</summary>
    /// <param name="a">A, [size, width] with padding zero; overwritten.</param>
    public double[] Of(double* a)
    {
        Tridiagonalize(a);
        if (!diagonal.Concat(below).All(double.IsFinite))
            return [.. Enumerable.Repeat(double.NaN, size)];
        for (var l = 0; l < size; l++)
            Isolate(l);
        GC.KeepAlive(this);
        return [.. diagonal.OrderDescending()];
    }

    /// <summary>Reduces the last row of the leading block, again and again: A ← (I − 2vvᵀ) A (I − 2vvᵀ).</summary>
    private void Tridiagonalize(double* a)
    {
        for (var n = size - 1; n >= 1; n--)
        {
            // The part of row n left of the diagonal becomes (0, …, 0, ±its norm).
            var row = a + (nint)n * width;
            diagonal[n] = row[n];
            reflector.Span.Clear();
            new ReadOnlySpan<double>(row, n).CopyTo(reflector.Span);
            var v = reflector.Pointer;
            var padded = Simd.Padded<double>(n);
            var norm = Math.Sqrt(Simd.Dot(v, v, padded));
            below[n] = v[n - 1] > 0 ? -norm : norm;
            if (norm == 0 || n == 1)
            {
                below[n] = v[n - 1];
                continue;
            }
            v[n - 1] -= below[n];
            var scale = 2 / Simd.Dot(v, v, padded);

            // p = scale·A v, w = p − (scale/2)(pᵀv) v, A ← A − v wᵀ − w vᵀ on the leading n × n block.
            var w = image.Pointer;
            image.Span.Clear();
            for (var i = 0; i < n; i++)
                w[i] = scale * Simd.Dot(a + (nint)i * width, v, padded);
            Simd.AddScaled(-0.5 * scale * Simd.Dot(w, v, padded), v, w, padded);
            for (var i = 0; i < n; i++)
            {
                var target = a + (nint)i * width;
                Simd.AddScaled(-v[i], w, target, padded);
                Simd.AddScaled(-w[i], v, target, padded);
            }
        }
        diagonal[0] = a[0];
        below[0] = 0;
        // From here on below[i] couples i and i + 1.
        Array.Copy(below, 1, below, 0, size - 1);
        below[size - 1] = 0;
    }

    /// <summary>QL steps with Wilkinson's shift until row l stands alone.</summary>
    private void Isolate(int l)
    {
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var m = l;
            while (m < size - 1 && Math.Abs(below[m]) > 1e-16 * (Math.Abs(diagonal[m]) + Math.Abs(diagonal[m + 1])))
                m++;
            if (m == l)
                return;
            StepQL(l, m);
        }
    }

    private void StepQL(int l, int m)
    {
        var half = (diagonal[l + 1] - diagonal[l]) / (2 * below[l]);
        var root = Math.Sqrt(half * half + 1);
        var shifted = diagonal[m] - diagonal[l] + below[l] / (half + (half >= 0 ? root : -root));
        double sine = 1, cosine = 1, carried = 0;
        for (var i = m - 1; i >= l; i--)
        {
            var chased = sine * below[i];
            var kept = cosine * below[i];
            var length = Math.Sqrt(chased * chased + shifted * shifted);
            below[i + 1] = length;
            if (length == 0)
            {
                // The matrix split: what was carried belongs to the next row.
                diagonal[i + 1] -= carried;
                below[m] = 0;
                return;
            }
            sine = chased / length;
            cosine = shifted / length;
            shifted = diagonal[i + 1] - carried;
            var mixed = (diagonal[i] - shifted) * sine + 2 * cosine * kept;
            carried = sine * mixed;
            diagonal[i + 1] = shifted + carried;
            shifted = cosine * mixed - kept;
        }
        diagonal[l] -= carried;
        below[l] = shifted;
        below[m] = 0;
    }
}
