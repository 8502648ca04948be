namespace TimeScales.Torch;

/// <summary>Singular values of long products of matrices, many products at once, as logarithms.</summary>
/// <remarks>
/// <para>A product formed in float64 keeps only the singular values within 1e-16 of the largest. Here M is kept as
/// Tᵀ·diag(e^ℓ)·Qᵀ with orthonormal rows Qᵀ and a well-conditioned T, and is never formed. Appending F on the right makes
/// Qᵀ F = L Q′ᵀ, an LQ decomposition whose rows were first sorted by e^ℓ times their length; then ℓ′ = ℓ + ln|L_mm| and
/// T′ = S T with S_mi = e^{ℓ_i − ℓ′_m} L_im.</para>
/// <para><b>Accuracy.</b> The singular values of diag(e^ℓ) T are accurate to 1e-16 of the largest at least: σ_r/σ_1 to
/// 1e-6 where it is 1e-10.</para>
/// </remarks>
internal sealed class ProductSingularValues : IDisposable
{
    /// <summary>Factors multiplied before the rows are made orthonormal again: the leading values keep 13 digits.</summary>
    private const int GroupLength = 4;

    private Tensor rows;
    private Tensor combination;
    private Tensor scales;
    private int pending;

    /// <summary>Starts M products of each of R replicas at the identity.</summary>
    public ProductSingularValues(long replicas, long products, long size, Device device)
    {
        using var scope = NewDisposeScope();
        rows = eye(size, dtype: float64, device: device).expand(replicas, products, size, size).DetachFromDisposeScope();
        combination = rows.alias().DetachFromDisposeScope();
        scales = zeros([replicas, products, size], float64, device).DetachFromDisposeScope();
    }

    /// <summary>M ← M·F.</summary>
    /// <param name="factors">F, [R, M, n, n].</param>
    public void Append(Tensor factors)
    {
        Replace(ref rows, rows.matmul(factors));
        if (++pending == GroupLength)
            Renew();
    }

    /// <summary>ln σ_i, largest first, [R, M, n].</summary>
    public Tensor Logarithms()
    {
        using var scope = NewDisposeScope();
        Renew();
        var largest = scales.amax([-1], keepdim: true);
        var graded = (scales - largest).exp().unsqueeze(-1) * combination;
        return SingularValues.Logarithms(graded).Plus(largest).MoveToOuterDisposeScope();
    }

    /// <summary>Frees what is kept on the device.</summary>
    public void Dispose()
    {
        rows.Dispose();
        combination.Dispose();
        scales.Dispose();
    }

    /// <summary>Makes the rows orthonormal again and moves the rest into the scales and the combination.</summary>
    private void Renew()
    {
        using var scope = NewDisposeScope();
        pending = 0;
        var order = scales.Plus((rows * rows).sum([-1]).log() * Kept(0.5)).argsort(-1, descending: true);
        var matrixOrder = order.unsqueeze(-1).expand_as(rows);
        var sortedScales = scales.take_along_dim(order, -1);

        var (l, orthonormal) = RowOrthogonalization.Of(rows.take_along_dim(matrixOrder, -2));
        var nextScales = sortedScales.Plus(l.diagonal(0, -2, -1).abs().log());
        // A row of length zero has no direction and contributes nothing.
        var s = l.transpose(-2, -1) * (sortedScales.unsqueeze(-2) - nextScales.unsqueeze(-1)).exp();
        s = where(nextScales.unsqueeze(-1).isneginf(), eye(s.shape[^1], dtype: float64, device: s.device), s);
        Replace(ref combination, s.matmul(combination.take_along_dim(matrixOrder, -2)));
        Replace(ref scales, nextScales);
        Replace(ref rows, orthonormal);
    }

    private static void Replace(ref Tensor kept, Tensor value)
    {
        kept.Dispose();
        kept = value.DetachFromDisposeScope();
    }
}
