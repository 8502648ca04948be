using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>One channel of U(0,1), the others zero; y = the mean of its last eight values.</summary>
public sealed class MovingAverageTask() : SequenceTask("movingavg")
{
    private const int Window = 8;

    /// <inheritdoc/>
    public override Batch Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var inputs = SingleChannel.Draw(generator, batch, steps, channels);
        var targets = new float[batch];
        var window = Math.Min(Window, steps);
        for (var b = 0; b < batch; b++)
        {
            for (var t = steps - window; t < steps; t++)
                targets[b] += inputs[(b * steps + t) * channels];
            targets[b] /= window;
        }
        return new Batch(inputs, targets);
    }
}
