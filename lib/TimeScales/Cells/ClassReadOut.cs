namespace TimeScales.Cells;

/// <summary>One of several classes, the one with the largest output; y is its number, 0 … classes − 1.</summary>
/// <remarks>The loss is the cross-entropy −ln p_y of p = softmax(ŷ), its derivative p − e_y; an answer's error is 0 where it is right and 1 where it is wrong.</remarks>
/// <param name="Classes">How many.</param>
public sealed record ClassReadOut(int Classes) : ReadOut(Classes)
{
    /// <inheritdoc/>
    public override T Loss<T>(ReadOnlySpan<T> answer, T target)
    {
        var largest = answer[Largest(answer)];
        var sum = T.Zero;
        foreach (var y in answer)
            sum += T.Exp(y - largest);
        return T.Log(sum) - (answer[int.CreateChecked(target)] - largest);
    }

    /// <inheritdoc/>
    public override void Derivative<T>(ReadOnlySpan<T> answer, T target, int batch, Span<T> delta)
    {
        var (largest, right) = (answer[Largest(answer)], int.CreateChecked(target));
        var sum = T.Zero;
        for (var i = 0; i < Outputs; i++)
            sum += delta[i] = T.Exp(answer[i] - largest);
        var scale = T.One / (sum * T.CreateChecked(batch));
        // p_y − 1 is what the others have, negative: near p_y = 1 the difference would have no digits left.
        delta[right] = T.Zero;
        for (var i = 0; i < Outputs; i++)
        {
            if (i == right)
                continue;
            delta[i] *= scale;
            delta[right] -= delta[i];
        }
    }

    /// <inheritdoc/>
    public override T Error<T>(ReadOnlySpan<T> answer, T target) => Largest(answer) == int.CreateChecked(target) ? T.Zero : T.One;

    /// <summary>The share of sequences that are not of the commonest class.</summary>
    public override double ErrorOfBestConstant(ReadOnlySpan<float> targets)
    {
        var counts = new int[Classes];
        foreach (var y in targets)
            counts[(int)y]++;
        return 1 - (double)counts.Max() / targets.Length;
    }

    private static int Largest<T>(ReadOnlySpan<T> answer) where T : IComparable<T>
    {
        var largest = 0;
        for (var i = 1; i < answer.Length; i++)
        {
            if (answer[i].CompareTo(answer[largest]) > 0)
                largest = i;
        }
        return largest;
    }
}
