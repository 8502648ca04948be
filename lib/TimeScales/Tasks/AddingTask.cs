using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>The adding problem: one marker in each half, y = the sum of the two marked values of the first channel.</summary>
/// <remarks>Hochreiter and Schmidhuber (1997), as in arXiv:2508.12121, Sec. VII.</remarks>
public sealed class AddingTask() : SequenceTask("adding")
{
    /// <inheritdoc/>
    public override Batch Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var inputs = MarkedValues.Draw(generator, batch, steps, channels);
        for (var b = 0; b < batch; b++)
            MarkedValues.Mark(inputs, steps, channels, b, generator.NextInteger(0, steps / 2));
        for (var b = 0; b < batch; b++)
            MarkedValues.Mark(inputs, steps, channels, b, generator.NextInteger(steps / 2, steps));
        return new Batch(inputs, MarkedValues.SumOfMarked(inputs, batch, steps, channels));
    }
}
