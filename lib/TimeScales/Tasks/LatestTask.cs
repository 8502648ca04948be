using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>Three distinct steps are marked; y = the first channel's value at the last, drawn evenly over steps.</summary>
/// <remarks>Ours: for how long a value must be kept is drawn per sequence, and earlier values must give way to later ones, so a
/// memory that does not look at the data cannot serve.</remarks>
public sealed class LatestTask() : SequenceTask("latest")
{
    private const int Earlier = 2;

    /// <inheritdoc/>
    public override Batch Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var inputs = MarkedValues.Draw(generator, batch, steps, channels);
        var targets = new float[batch];
        for (var b = 0; b < batch; b++)
        {
            var last = generator.NextInteger(Math.Min(Earlier, steps - 1), steps);
            foreach (var t in generator.Permutation(last).Take(Earlier).Append(last))
                MarkedValues.Mark(inputs, steps, channels, b, t);
            targets[b] = inputs[(b * steps + last) * channels];
        }
        return new Batch(inputs, targets);
    }
}
