using System.Runtime.Intrinsics;

namespace TimeScales.Kernels;

/// <summary>Singular values by one-sided Jacobi: pairs of rows are rotated until all are orthogonal; their norms are the
/// values.</summary>
/// <remarks>
/// <para>Row i is e^{ℓ_i}·a_i with the scale ℓ_i kept apart, so the rows may differ by any range. For scaled rows of a
/// well-conditioned matrix every singular value is relatively accurate (Demmel and Veselić, SIAM J. Matrix Anal. Appl. 13 (1992)
/// 1204-1245).</para>
/// <para>The rows themselves must be of moderate size, within 1e±60: the size belongs into the scales.</para>
/// <para>With ρ = e^{ℓ_q − ℓ_p} ≤ 1 the tangent of a rotation is t = ρτ, and only ρ² and τ enter: both are harmless for ρ → 0,
/// where the rotation becomes a Gram-Schmidt step on the smaller row.</para>
/// </remarks>
internal sealed unsafe class OneSidedJacobi(int rows, int width)
{
    private const double Tolerance = 1e-14;
    private const int MostSweeps = 60;

    private readonly double[] squares = new double[rows];

    /// <summary>ρ = e^{ℓ_q − ℓ_p} of every pair, at p·rows + q, ℓ_p ≥ ℓ_q: the same in every sweep.</summary>
    private readonly double[] ratios = new double[rows * rows];

    /// <summary>ln of the singular values, in the order of the rows; −∞ for zeros.</summary>
    /// <param name="a">The rows a_i, [rows, width] with padding zero; overwritten by orthogonal ones.</param>
    /// <param name="scales">ℓ_i, [rows].</param>
    /// <param name="logarithms">Receives ln σ, [rows].</param>
    public void LogSingularValues(double* a, ReadOnlySpan<double> scales, Span<double> logarithms)
    {
        for (var p = 0; p < rows; p++)
        {
            for (var q = 0; q < rows; q++)
            {
                if (q != p && scales[p] >= scales[q])
                    ratios[p * rows + q] = Math.Exp(scales[q] - scales[p]);
            }
        }
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            // Norms kept up to date through a sweep drift; each sweep starts from computed ones.
            for (var i = 0; i < rows; i++)
                squares[i] = Simd.Dot(a + (nint)i * width, a + (nint)i * width, width);
            // Row by row, (0,1), (0,2), …, (1,2), …, but ordered by i + j: pairs of one sum share no row, so the result is the
            // same to the bit, and the processor need not wait for one rotation before it begins the next.
            var rotated = false;
            for (var sum = 1; sum <= 2 * rows - 3; sum++)
            {
                for (var i = Math.Max(0, sum - rows + 1); 2 * i < sum; i++)
                {
                    var j = sum - i;
                    rotated |= scales[i] >= scales[j] ? Rotate(a, i, j) : Rotate(a, j, i);
                }
            }
            if (!rotated)
                break;
        }
        for (var i = 0; i < rows; i++)
            logarithms[i] = scales[i] + 0.5 * Math.Log(squares[i]);
    }

    /// <summary>Makes row q orthogonal to row p, whose scale is not smaller; false where it is already.</summary>
    private bool Rotate(double* a, int p, int q)
    {
        double* u = a + (nint)p * width, v = a + (nint)q * width;
        var (α, β) = (squares[p], squares[q]);
        var γ = Simd.Dot(u, v, width);
        // Also true where a row is zero.
        if (γ * γ <= Tolerance * Tolerance * α * β)
            return false;

        var ρ = ratios[p * rows + q];
        var z = (β * ρ * ρ - α) / (2 * γ);
        var τ = (z >= 0 ? 1 : -1) / (Math.Abs(z) + Math.Sqrt(ρ * ρ + z * z));
        var cosine = 1 / Math.Sqrt(1 + ρ * τ * ρ * τ);
        var (c, fromLower, fromUpper) = (Vector512.Create(cosine), Vector512.Create(-ρ * ρ * τ * cosine),
            Vector512.Create(τ * cosine));
        for (var k = 0; k < width; k += Vector512<double>.Count)
        {
            var (x, y) = (Vector512.Load(u + k), Vector512.Load(v + k));
            Simd.MultiplyAdd(fromLower, y, c * x).Store(u + k);
            Simd.MultiplyAdd(fromUpper, x, c * y).Store(v + k);
        }
        squares[p] = α - ρ * τ * ρ * γ;
        squares[q] = Math.Max(0, β + τ * γ);
        // A row that lost most of itself kept too few digits of its norm.
        if (squares[q] < 0.5 * β)
            squares[q] = Simd.Dot(v, v, width);
        return true;
    }
}
