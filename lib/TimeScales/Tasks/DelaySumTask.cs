using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>One channel of U(0,1), the others zero; y = the mean of its values 4, 12, 24 and 36 steps before the last.</summary>
public sealed class DelaySumTask() : SequenceTask("delaysum")
{
    private static readonly int[] Delays = [4, 12, 24, 36];

    /// <inheritdoc/>
    public override Batch Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var inputs = SingleChannel.Draw(generator, batch, steps, channels);
        var targets = new float[batch];
        for (var b = 0; b < batch; b++)
        {
            foreach (var delay in Delays)
                targets[b] += 1f / Delays.Length * inputs[(b * steps + Math.Max(0, steps - 1 - delay)) * channels];
        }
        return new Batch(inputs, targets);
    }
}
