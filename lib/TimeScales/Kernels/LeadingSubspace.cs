namespace TimeScales.Kernels;

/// <summary>The space spanned by the leading right singular vectors of a matrix, and principal angles between two such
/// spaces.</summary>
/// <remarks>
/// <para><b>Source.</b> Björck and Golub, Math. Comp. 27 (1973) 579-594: the cosines of the principal angles between the spans of
/// orthonormal V₁ and V₂ are the singular values of V₁ᵀV₂.</para>
/// <para>The vectors come from the Gram matrix [M, M] of an [M, n] matrix, whose rows one-sided Jacobi turns into λ_i u_iᵀ; then
/// v_i = Gᵀu_i/√λ_i. A vector of σ_i is accurate to ε (σ_1/σ_i)² over its gap, plenty for leading ones.</para>
/// </remarks>
internal sealed unsafe class LeadingSubspace
{
    private readonly double[][] basis;

    private LeadingSubspace(double[][] basis) => this.basis = basis;

    /// <summary>The span of the leading <paramref name="dimension"/> right singular vectors.</summary>
    /// <param name="matrix">[M][n], M ≥ dimension, of moderate size, within 1e±30.</param>
    /// <param name="dimension">r.</param>
    public static LeadingSubspace Of(double[][] matrix, int dimension)
    {
        var rows = matrix.Length;
        var columns = matrix[0].Length;
        var width = Simd.Padded<double>(columns);
        var padded = new AlignedArray<double>(rows * width);
        for (var i = 0; i < rows; i++)
            matrix[i].CopyTo(padded.Span[(i * width)..]);

        var gramWidth = Simd.Padded<double>(rows);
        var gram = new AlignedArray<double>(rows * gramWidth);
        GramMatrix.Fill(rows, width, padded.Pointer, gramWidth, gram.Pointer);
        var logarithms = new double[rows];
        new OneSidedJacobi(rows, gramWidth).LogSingularValues(gram.Pointer, new double[rows], logarithms);

        var leading = Enumerable.Range(0, rows).OrderByDescending(i => logarithms[i]).Take(dimension);
        var basis = new List<double[]>();
        foreach (var row in leading)
        {
            var vector = new AlignedArray<double>(width);
            for (var i = 0; i < rows; i++)
                Simd.AddScaled(gram.Pointer[row * gramWidth + i], padded.Pointer + (nint)i * width, vector.Pointer, width);
            GC.KeepAlive(vector);
            basis.Add(vector.Span[..columns].ToArray());
        }
        GC.KeepAlive(padded);
        GC.KeepAlive(gram);
        return new LeadingSubspace(Orthonormal(basis));
    }

    /// <summary>Cosines of the principal angles to another space of the same dimension, in no order.</summary>
    public double[] Cosines(LeadingSubspace other)
    {
        var size = basis.Length;
        var width = Simd.Padded<double>(size);
        var products = new AlignedArray<double>(size * width);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
                products.Span[i * width + j] = Dot(basis[i], other.basis[j]);
        }
        var logarithms = new double[size];
        new OneSidedJacobi(size, width).LogSingularValues(products.Pointer, new double[size], logarithms);
        GC.KeepAlive(products);
        return Array.ConvertAll(logarithms, l => Math.Min(1, Math.Exp(l)));
    }

    /// <summary>Gram-Schmidt, twice: vectors from a Gram matrix are orthogonal to a few digits fewer than float64 has.</summary>
    private static double[][] Orthonormal(List<double[]> vectors)
    {
        for (var i = 0; i < vectors.Count; i++)
        {
            for (var round = 0; round < 2; round++)
            {
                for (var j = 0; j < i; j++)
                {
                    var share = Dot(vectors[i], vectors[j]);
                    for (var k = 0; k < vectors[i].Length; k++)
                        vectors[i][k] -= share * vectors[j][k];
                }
                var scale = 1 / Math.Sqrt(Dot(vectors[i], vectors[i]));
                for (var k = 0; k < vectors[i].Length; k++)
                    vectors[i][k] *= scale;
            }
        }
        return [.. vectors];
    }

    private static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
            sum += x[k] * y[k];
        return sum;
    }
}
