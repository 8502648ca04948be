namespace TimeScales.Cells;

/// <summary>One number; loss and error are (ŷ − y)².</summary>
internal sealed record NumberReadOut() : ReadOut(1)
{
    public override T Loss<T>(ReadOnlySpan<T> answer, T target) => (answer[0] - target) * (answer[0] - target);

    public override void Derivative<T>(ReadOnlySpan<T> answer, T target, int batch, Span<T> delta) =>
        delta[0] = T.CreateChecked(2.0 / batch) * (answer[0] - target);

    public override T Error<T>(ReadOnlySpan<T> answer, T target) => Loss(answer, target);

    /// <summary>The variance of the targets.</summary>
    public override double ErrorOfBestConstant(ReadOnlySpan<float> targets)
    {
        var (mean, sum) = (0.0, 0.0);
        foreach (var y in targets)
            mean += y;
        mean /= targets.Length;
        foreach (var y in targets)
            sum += (y - mean) * (y - mean);
        return sum / targets.Length;
    }
}
