namespace TimeScales;

/// <summary>One number; loss and error are (ŷ − y)².</summary>
internal sealed record NumberReadOut() : ReadOut(1)
{
    public override T Loss<T>(ReadOnlySpan<T> output, T target) => (output[0] - target) * (output[0] - target);

    public override void Derivative<T>(ReadOnlySpan<T> output, T target, int batch, Span<T> delta) =>
        delta[0] = T.CreateChecked(2.0 / batch) * (output[0] - target);

    public override T Error<T>(ReadOnlySpan<T> output, T target) => Loss(output, target);

    /// <summary>The variance of the targets.</summary>
    public override double ErrorOfBestConstant(ReadOnlySpan<float> targets) => Statistics.Variance(targets);
}
