namespace TimeScales;

/// <summary>One of several classes, the one with the largest output; y is its number, a whole one, 0 … classes − 1.</summary>
/// <remarks>The loss is the cross-entropy −ln p_y of p = softmax(ŷ), its derivative p − e_y; the error is 0 where the right
/// class has the largest output and 1 elsewhere, so that the mean is the share of wrong classes.</remarks>
/// <param name="Classes">How many.</param>
public sealed record ClassReadOut(int Classes) : ReadOut(Classes)
{
    /// <inheritdoc/>
    public override T Loss<T>(ReadOnlySpan<T> output, T target)
    {
        var largest = output[Largest(output)];
        var sum = T.Zero;
        foreach (var y in output)
            sum += T.Exp(y - largest);
        return T.Log(sum) - (output[int.CreateChecked(target)] - largest);
    }

    /// <inheritdoc/>
    public override void Derivative<T>(ReadOnlySpan<T> output, T target, int batch, Span<T> delta)
    {
        var (largest, right) = (output[Largest(output)], int.CreateChecked(target));
        var sum = T.Zero;
        for (var i = 0; i < Outputs; i++)
            sum += delta[i] = T.Exp(output[i] - largest);
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
    public override T Error<T>(ReadOnlySpan<T> output, T target)
    {
        var right = int.CreateChecked(target);
        for (var i = 0; i < Outputs; i++)
        {
            // Also where something is not a number: that is no right class.
            if (i != right && !(output[i] < output[right]))
                return T.One;
        }
        return T.Zero;
    }

    /// <summary>The share of sequences that are not of the commonest class.</summary>
    public override double ErrorOfBestConstant(ReadOnlySpan<float> targets)
    {
        var counts = new int[Classes];
        foreach (var y in targets)
            counts[(int)y]++;
        return 1 - (double)counts.Max() / targets.Length;
    }

    private static int Largest<T>(ReadOnlySpan<T> output) where T : IComparable<T>
    {
        var largest = 0;
        for (var i = 1; i < output.Length; i++)
        {
            if (output[i].CompareTo(output[largest]) > 0)
                largest = i;
        }
        return largest;
    }
}
