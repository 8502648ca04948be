namespace TimeScales.Torch;

/// <summary>AI and CE of matrices of single-sequence gradients, each row scaled to unit norm and the columns centred.</summary>
/// <remarks><b>Source.</b> arXiv:2508.12121, Sec. VII-B. Singular values are the roots of the eigenvalues of
/// the Gram matrix, P ≫ M.</remarks>
internal static class GradientSpectra
{
    /// <summary>One spectrum per replica; NaN where a gradient is zero or not finite.</summary>
    /// <param name="gradients">[R, M, P].</param>
    /// <param name="rank">r.</param>
    public static Spectrum[] Of(Tensor gradients, int rank)
    {
        using var scope = NewDisposeScope();
        var unit = gradients.to(float64);
        unit /= (unit * unit).sum([-1], keepdim: true).sqrt();
        unit -= unit.mean([1], keepdim: true);
        var gram = unit.matmul(unit.transpose(1, 2));
        var finite = gram.isfinite().flatten(1).all(1).cpu().data<bool>().ToArray();
        var (replicas, count) = ((int)gram.shape[0], (int)gram.shape[1]);
        var logarithms = (linalg.eigvalsh(gram.nan_to_num(0, 0, 0)).flip(-1).clamp_min(Kept(0)).log() * Kept(0.5)).cpu()
            .contiguous().data<double>().ToArray();
        return [.. Enumerable.Range(0, replicas).Select(r =>
            finite[r]
                ? Spectrum.FromLogarithms(logarithms.AsSpan(r * count, count), rank)
                : Spectrum.Undefined)];
    }
}
