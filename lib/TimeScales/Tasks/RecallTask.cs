using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>Five distinct steps of the first third are marked; y = the sum of their values of the first channel.</summary>
public sealed class RecallTask() : SequenceTask("recall")
{
    private const int MarkerCount = 5;

    /// <inheritdoc/>
    public override Batch Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var inputs = MarkedValues.Draw(generator, batch, steps, channels);
        var third = Math.Max(3, steps / 3);
        for (var b = 0; b < batch; b++)
        {
            foreach (var t in generator.Permutation(third).Take(MarkerCount))
                MarkedValues.Mark(inputs, steps, channels, b, t);
        }
        return new Batch(inputs, MarkedValues.SumOfMarked(inputs, batch, steps, channels));
    }
}
