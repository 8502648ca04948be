using System.Numerics;

namespace TimeScales.Experiments.Learned;

/// <summary>The mean error of the outputs on a set of sequences, a batch at a time: the set is larger than anything
/// else that is unrolled.</summary>
internal sealed class MeanError<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Unroll<T> unroll;
    private readonly T[] inputs;
    private readonly T[] targets;

    /// <summary>Space for networks like one.</summary>
    public MeanError(LearnedConfiguration config, Network<T> like, Batch set)
    {
        unroll = new Unroll<T>(like.Cell, like.Hidden, like.Inputs, Math.Min(config.BatchSize, set.Targets.Length), config.Steps,
            like.ReadOut);
        (inputs, targets) = (Array.ConvertAll(set.Inputs, T.CreateChecked), Array.ConvertAll(set.Targets, T.CreateChecked));
    }

    /// <summary>The error of a network; the last batch overlaps the one before where the set is no multiple of it.</summary>
    public T Of(Network<T> network)
    {
        var sum = T.Zero;
        for (var done = 0; done < targets.Length; done += unroll.Batch)
        {
            var first = Math.Min(done, targets.Length - unroll.Batch);
            var perSequence = unroll.Steps * unroll.Inputs;
            unroll.Forward(network, inputs.AsSpan(first * perSequence, unroll.Batch * perSequence));
            for (var b = done - first; b < unroll.Batch; b++)
                sum += unroll.ReadOut.Error(unroll.Output(b), targets[first + b]);
        }
        return sum / T.CreateChecked(targets.Length);
    }
}
