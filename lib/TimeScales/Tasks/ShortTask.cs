using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>A short horizon: nothing is marked, y = the sum of the last six values of the first channel.</summary>
public sealed class ShortTask() : SequenceTask("short")
{
    private const int Horizon = 6;

    /// <inheritdoc/>
    public override Batch Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var inputs = MarkedValues.Draw(generator, batch, steps, channels);
        var targets = new float[batch];
        for (var b = 0; b < batch; b++)
        {
            for (var t = Math.Max(0, steps - Horizon); t < steps; t++)
                targets[b] += inputs[(b * steps + t) * channels];
        }
        return new Batch(inputs, targets);
    }
}
