namespace TimeScales.Kernels;

/// <summary>All singular values of a long matrix product, as logarithms and to high relative accuracy.</summary>
/// <remarks>
/// <para>A product formed in float64 keeps only the singular values within 1e-16 of the largest. Here it is never formed: it is
/// kept as M = Tᵀ·diag(e^ℓ)·Qᵀ with orthonormal rows Qᵀ, a well-conditioned T and scales ℓ that may span any range.</para>
/// <para><b>Append.</b> M·F = Tᵀ·diag(e^ℓ)·C with C = Qᵀ F. Row-pivoted modified Gram-Schmidt splits C = Π L Q′ᵀ, always taking
/// the row whose scaled remainder is largest, so that in e^ℓ L = S·diag(e^ℓ′) no element of S exceeds 1; then T ← Sᵀ-combinations
/// of T. Scaling rows does not change their directions, so the scales enter only through differences of logarithms. (The graded
/// decomposition of quantum Monte Carlo: Loh et al. 1989; Bai, Lee, Li, Xu, Linear Algebra Appl. 435 (2011) 659-673.)</para>
/// <para><b>Singular values</b> of diag(e^ℓ)·T by one-sided Jacobi on its rows with the scales kept apart: relatively accurate
/// for any scales (Demmel and Veselić 1992; Drmač and Veselić, SIAM J. Matrix Anal. Appl. 29 (2008) 1322-1362). A chain of QR
/// steps alone would give Lyapunov exponents instead.</para>
/// <para><b>Accuracy.</b> Each factor F perturbs every singular value relatively by a few ε·κ(F), nothing by the range of the
/// product.</para>
/// </remarks>
public sealed unsafe class ProductSvd
{
    /// <summary>A row whose scale is smaller by e^−100 is left out of another: it would be lost in the rounding, and numbers so
    /// small multiply to subnormal ones, on which some processors take a hundred times as long.</summary>
    private const double LeastDifference = -100;

    private readonly int size;
    private readonly int width;
    private readonly OneSidedJacobi jacobi;
    private readonly double[] remainders;
    private readonly double[] scales;
    private readonly double[] nextScales;
    private AlignedArray<double> q;
    private AlignedArray<double> c;
    private AlignedArray<double> t;
    private AlignedArray<double> nextT;
    private readonly AlignedArray<double> projections;
    private readonly AlignedArray<double> onPivot;
    private readonly AlignedArray<double> combination;
    private readonly AlignedArray<double> padded;

    /// <summary>Space for products of square matrices of <paramref name="size"/> rows.</summary>
    public ProductSvd(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        this.size = size;
        width = Simd.Padded<double>(size);
        jacobi = new OneSidedJacobi(size, width);
        remainders = new double[size];
        scales = new double[size];
        nextScales = new double[size];
        (q, c, t, nextT) = (Square(), Square(), Square(), Square());
        (projections, combination, padded) = (Square(), Square(), Square());
        onPivot = new AlignedArray<double>(size);
        Clear();
    }

    /// <summary>ln σ_i of a product, largest first.</summary>
    /// <param name="factors">The factors [n, n], leftmost first: J_t, J_{t−1}, …, J_{k+1} for M(t,k).</param>
    /// <returns>[n]; −∞ for a singular value that is zero.</returns>
    /// <exception cref="ArgumentException">There is no factor, or they are not square and of one size.</exception>
    public static double[] LogSingularValues(IReadOnlyList<double[,]> factors)
    {
        if (factors.Count == 0)
            throw new ArgumentException("The product has no factors; give at least one.");
        var product = new ProductSvd(factors[0].GetLength(0));
        foreach (var factor in factors)
            product.Append(factor);
        return product.LogSingularValues();
    }

    /// <summary>Starts again from the identity.</summary>
    public void Clear()
    {
        foreach (var matrix in new[] { q, t })
        {
            matrix.Span.Clear();
            for (var i = 0; i < size; i++)
                matrix.Pointer[i * width + i] = 1;
        }
        Array.Clear(scales);
    }

    /// <summary>M ← M·F.</summary>
    /// <param name="factor">F, [n, n].</param>
    /// <exception cref="ArgumentException">F is not n × n, or has an element that is not finite.</exception>
    public void Append(double[,] factor)
    {
        if (factor.GetLength(0) != size || factor.GetLength(1) != size)
            throw new ArgumentException(
                $"The factor is {factor.GetLength(0)} × {factor.GetLength(1)}; the product is of {size} × {size} matrices.");
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                if (!double.IsFinite(factor[i, j]))
                    throw new ArgumentException(
                        $"The factor has the element {factor[i, j]} in row {i}, column {j}; factors must be finite.");
                padded.Pointer[i * width + j] = factor[i, j];
            }
        }
        Append(padded.Pointer);
    }

    /// <summary>M ← M·F for F [n, W] with padded rows; its elements must be finite.</summary>
    internal void Append(double* factor)
    {
        Multiply(factor);
        Renew();
        GC.KeepAlive(this);
    }

    /// <summary>Like <see cref="Append(double*)"/> for a short run of factors at a third of the cost: errors grow with the
    /// condition of the group's product instead of each factor's, but only relative to the scale of each row, so the leading
    /// values keep theirs.</summary>
    /// <param name="factors">The factors, leftmost first.</param>
    internal void AppendGroup(ReadOnlySpan<PaddedMatrix<double>> factors)
    {
        foreach (var factor in factors)
        {
            Multiply(factor.Pointer);
            GC.KeepAlive(factor);
        }
        Renew();
        GC.KeepAlive(this);
    }

    /// <summary>Q ← Q·F, no longer orthonormal.</summary>
    private void Multiply(double* factor)
    {
        MatrixProduct.Multiply(size, size, width, q.Pointer, width, 1, factor, width, c.Pointer);
        (q, c) = (c, q);
    }

    /// <summary>Makes Q orthonormal again and moves the rest into the scales and T.</summary>
    private void Renew()
    {
        (q, c) = (c, q);
        Orthogonalize();
        CombineRows();
        (q, c) = (c, q);
    }

    /// <summary>ln σ_i of the product, largest first; −∞ for a singular value that is zero. The product is then the identity
    /// again.</summary>
    public double[] LogSingularValues()
    {
        // Gram-Schmidt left the rows of Qᵀ orthonormal to ε·κ(F) only; once more, and they are to ε.
        Renew();

        // The same split of diag(e^ℓ)·T leaves diag(e^ℓ′)·S with S triangular and near the identity: half the sweeps.
        t.Span.CopyTo(c.Span);
        Orthogonalize();
        FormCombination();
        var logarithms = new double[size];
        jacobi.LogSingularValues(combination.Pointer, nextScales, logarithms);
        Clear();
        GC.KeepAlive(this);
        logarithms.AsSpan().Sort((x, y) => y.CompareTo(x));
        return logarithms;
    }

    /// <summary>Splits C = Π L Q′ᵀ: C becomes Q′ᵀ, L goes to <c>projections</c>; T and the scales are reordered by Π.</summary>
    private void Orthogonalize()
    {
        for (var i = 0; i < size; i++)
        {
            Rescale(i);
            remainders[i] = ScaledLog(i, Simd.Dot(Row(c, i), Row(c, i), width));
        }
        projections.Span.Clear();
        for (var m = 0; m < size; m++)
        {
            var pivot = m;
            for (var i = m + 1; i < size; i++)
            {
                if (remainders[i] > remainders[pivot])
                    pivot = i;
            }
            SwapRows(m, pivot);

            var norm = Math.Sqrt(Simd.Dot(Row(c, m), Row(c, m), width));
            projections.Pointer[m * width + m] = norm;
            nextScales[m] = scales[m] + Math.Log(norm);
            if (norm == 0)
                continue;
            Simd.Scale(1 / norm, Row(c, m), width);
            MatrixVector.Multiply(size - m - 1, width, Row(c, m + 1), Row(c, m), onPivot.Pointer);
            for (var i = m + 1; i < size; i++)
            {
                var projection = onPivot.Pointer[i - m - 1];
                Row(projections, i)[m] = projection;
                remainders[i] = ScaledLog(i, Simd.SubtractScaled(projection, Row(c, m), Row(c, i), width));
            }
        }
    }

    /// <summary>Moves the size of row i of C into its scale, exactly, so that its squares stay in range.</summary>
    private void Rescale(int i)
    {
        var largest = Simd.LargestMagnitude(Row(c, i), width);
        if (largest == 0)
            return;
        // A power of two that float64 has, and its inverse too.
        var exponent = Math.Clamp(Math.ILogB(largest), -1000, 1000);
        if (exponent == 0)
            return;
        Simd.Scale(Math.ScaleB(1, -exponent), Row(c, i), width);
        scales[i] += exponent * Math.Log(2);
    }

    /// <summary>ℓ_i + ln √square, the logarithm read off the bits: within 0.05, and only compared to choose pivots.</summary>
    private double ScaledLog(int i, double square) =>
        square > 0 ? scales[i] + 0.5 * Math.Log(2) * (BitConverter.DoubleToInt64Bits(square) * (1.0 / (1L << 52)) - 1023)
            : double.NegativeInfinity;

    /// <summary>T′_m = Σ_{i ≥ m} S_{mi} T_i.</summary>
    private void CombineRows()
    {
        FormCombination();
        // S is zero left of its diagonal; blocks of rows leave most of that out.
        const int Block = 16;
        for (var m = 0; m < size; m += Block)
            MatrixProduct.Multiply(
                Math.Min(Block, size - m), size - m, width, Row(combination, m) + m, width, 1,
                Row(t, m), width, Row(nextT, m));
        (t, nextT) = (nextT, t);
        nextScales.CopyTo(scales, 0);
    }

    /// <summary>S_{mi} = e^{ℓ_i − ℓ′_m} L_{im} for i ≥ m, [n, W].</summary>
    private void FormCombination()
    {
        combination.Span.Clear();
        for (var m = 0; m < size; m++)
        {
            combination.Pointer[m * width + m] = 1;
            if (double.IsNegativeInfinity(nextScales[m]))
                continue;
            for (var i = m + 1; i < size; i++)
            {
                var difference = scales[i] - nextScales[m];
                if (difference >= LeastDifference)
                    Row(combination, m)[i] = Row(projections, i)[m] * Math.Exp(difference);
            }
        }
    }

    /// <summary>Moves row <paramref name="to"/> to place <paramref name="from"/> with everything that belongs to it.</summary>
    private void SwapRows(int from, int to)
    {
        if (from == to)
            return;
        Simd.Swap(Row(c, from), Row(c, to), width);
        Simd.Swap(Row(t, from), Row(t, to), width);
        Simd.Swap(Row(projections, from), Row(projections, to), width);
        (scales[from], scales[to]) = (scales[to], scales[from]);
        (remainders[from], remainders[to]) = (remainders[to], remainders[from]);
    }

    private double* Row(AlignedArray<double> matrix, int i) => matrix.Pointer + (nint)i * width;

    private AlignedArray<double> Square() => new(size * width);
}
