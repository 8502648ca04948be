namespace TimeScales.Torch;

/// <summary>ln σ_i of a batch of square matrices.</summary>
internal static class SingularValues
{
    private const int MostSweeps = 30;
    private const double Orthogonal = 1e-12;

    /// <summary>The logarithms, […, n], largest first.</summary>
    /// <remarks>A processor decomposes one matrix after the other; on a GPU that would be one call per matrix, so there all of
    /// them are rotated at once.</remarks>
    public static Tensor Logarithms(Tensor matrices) =>
        matrices.device.type == DeviceType.CUDA ? ByRotations(matrices) : linalg.svdvals(matrices).log();

    /// <summary>One-sided Jacobi on the rows: disjoint pairs of rows are made orthogonal at once, in the
    /// order of a tournament.</summary>
    /// <remarks>Relatively accurate for rows of any scale down to 1e-150 of the largest (Demmel and Veselić 1992).</remarks>
    internal static Tensor ByRotations(Tensor matrices)
    {
        using var scope = NewDisposeScope();
        var rows = matrices.shape[^2] % 2 == 0 ? matrices : cat([matrices, zeros_like(matrices.narrow(-2, 0, 1))], -2);
        var pairs = rows.shape[^2] / 2;
        var (upper, lower) = (rows.narrow(-2, 0, pairs), rows.narrow(-2, pairs, pairs));
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            using var step = NewDisposeScope();
            var largest = zeros(1, matrices.dtype, matrices.device);
            for (var round = 0; round < 2 * pairs - 1; round++)
            {
                var rotated = Rotate(upper, lower, largest);
                (upper, lower, largest) = (rotated.Upper.InPlaceOf(upper), rotated.Lower.InPlaceOf(lower),
                    rotated.Largest.InPlaceOf(largest));
            }
            // One number to the host per sweep.
            if (largest.to(float64).cpu().item<double>() < Orthogonal)
                break;
        }
        var lengths = cat([upper, lower], -2);
        var sorted = (lengths * lengths).sum([-1]).sqrt().sort(-1, descending: true).Values;
        return sorted.narrow(-1, 0, matrices.shape[^2]).log().MoveToOuterDisposeScope();
    }

    /// <summary>Makes every pair orthogonal and moves the rows on to their next partners.</summary>
    private static (Tensor Upper, Tensor Lower, Tensor Largest) Rotate(Tensor upper, Tensor lower, Tensor largest)
    {
        using var scope = NewDisposeScope();
        var pairs = upper.shape[^2];
        var (α, β) = ((upper * upper).sum([-1], keepdim: true), (lower * lower).sum([-1], keepdim: true));
        var γ = (upper * lower).sum([-1], keepdim: true);
        var cosine = (γ.abs() / (α.sqrt() * β.sqrt())).nan_to_num(0, 0, 0);

        var ζ = (β - α) / (Kept(2) * γ);
        var t = where(ζ >= Kept(0), ones_like(ζ), -ones_like(ζ)) / ζ.abs().Plus(OnePlus(ζ * ζ).sqrt());
        t = where(cosine > Kept(0), t, zeros_like(t));
        var c = OnePlus(t * t).rsqrt();
        var s = c * t;
        var (x, y) = (c * upper - s * lower, (s * upper).Plus(c * lower));

        // The first row stays, all others move on by one place around the table.
        var nextUpper = pairs == 1 ? x : cat([x.narrow(-2, 0, 1), y.narrow(-2, 0, 1), x.narrow(-2, 1, pairs - 2)], -2);
        var nextLower = pairs == 1 ? y : cat([y.narrow(-2, 1, pairs - 1), x.narrow(-2, pairs - 1, 1)], -2);
        return (nextUpper.MoveToOuterDisposeScope(), nextLower.MoveToOuterDisposeScope(),
            maximum(largest, cosine.max()).MoveToOuterDisposeScope());
    }
}
