namespace TimeScales.Experiments.Analogies;

/// <summary>What is gathered over the updates before a checkpoint: how consecutive updates agree, and what each optimizer would
/// have made of the ungated gradients.</summary>
/// <remarks>The shadow optimizers see the gradients of the network's own batches with the gates removed (see
/// <see cref="Unroll{T}.Follow"/>), so that gates and optimizers are judged by what they do to the same gradients. Their
/// updates are discarded.</remarks>
internal sealed class UpdateWindow
{
    private readonly Network<float> plain;
    private readonly int[] shared;
    private readonly float[] gradient;
    private readonly float[] discarded;
    private readonly (string Name, Optimizer<float> Optimizer)[] shadows;
    private readonly Unroll<float>? ungated;
    private double[]? previous;
    private double cosines;
    private int pairs;

    /// <param name="network">The network that trains.</param>
    /// <param name="ungated">A plain unroll of the sizes of the training's; null without gates to compare.</param>
    /// <param name="comparators">The optimizers that learn from the ungated gradients.</param>
    public UpdateWindow(
        Network<float> network, Unroll<float>? ungated, IReadOnlyList<(string Name, Func<Optimizer<float>> Create)> comparators)
    {
        this.ungated = ungated;
        plain = new Network<float>(Cell.ByName("plain"), network.Hidden, network.Inputs);
        shared = [.. network.Blocks.Where(block => plain.Blocks.Any(b => b.Name == block.Name))
            .SelectMany(block => Enumerable.Range(block.Offset, block.Length))];
        gradient = new float[plain.Weights.Length];
        discarded = new float[plain.Weights.Length];
        shadows = ungated is null ? [] : [.. comparators.Select(c => (c.Name, c.Create()))];
    }

    /// <summary>Mean cosine of consecutive updates of the weights that the plain cell has too.</summary>
    public double Memory => pairs == 0 ? double.NaN : cosines / pairs;

    /// <summary>The preconditioner of each optimizer, [P of the plain cell].</summary>
    public IReadOnlyList<(string Name, double[] Diagonal)> Preconditioners() =>
        [.. shadows.Select(s => (s.Name, Diagonal(s.Optimizer, gradient.Length)))];

    /// <summary>An optimizer's preconditioner in float64, [length].</summary>
    public static double[] Diagonal(Optimizer<float> optimizer, int length)
    {
        var diagonal = new float[length];
        optimizer.Preconditioner(diagonal);
        return Array.ConvertAll(diagonal, p => (double)p);
    }

    /// <summary>Feeds the shadows after a forward pass.</summary>
    public void Observe(Network<float> network, Unroll<float> unroll, ReadOnlySpan<float> targets)
    {
        if (ungated is null)
            return;
        network.Weights.AsSpan(0, plain.Weights.Length).CopyTo(plain.Weights);
        ungated.Follow(plain, unroll);
        ungated.Backward(plain, targets, gradient);
        foreach (var (_, optimizer) in shadows)
            optimizer.Update(discarded, gradient);
    }

    /// <summary>Takes note of an update.</summary>
    public void Note(ReadOnlySpan<float> before, ReadOnlySpan<float> after)
    {
        var update = new double[shared.Length];
        for (var i = 0; i < update.Length; i++)
            update[i] = (double)after[shared[i]] - before[shared[i]];
        if (previous is not null)
        {
            double xx = 0, xy = 0, yy = 0;
            for (var i = 0; i < update.Length; i++)
            {
                xx += previous[i] * previous[i];
                xy += previous[i] * update[i];
                yy += update[i] * update[i];
            }
            cosines += xx == 0 || yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
            pairs++;
        }
        previous = update;
    }
}
