using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>Inputs of which the last channel marks steps and the others hold values, U(0,1) unless a task writes them.</summary>
internal static class MarkedValues
{
    /// <summary>Draws values for all channels but the last, in [B, T, N−1] order; the marker channel is zero.</summary>
    public static float[] Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var values = new float[batch * steps * (channels - 1)];
        generator.FillUniform(values.AsSpan());
        var inputs = new float[batch * steps * channels];
        for (var step = 0; step < batch * steps; step++)
            values.AsSpan(step * (channels - 1), channels - 1).CopyTo(inputs.AsSpan(step * channels));
        return inputs;
    }

    /// <summary>Marks step t of a sequence.</summary>
    public static void Mark(float[] inputs, int steps, int channels, int sequence, int t) =>
        inputs[((sequence * steps) + t) * channels + channels - 1] = 1;

    /// <summary>The sum of the first channel over the marked steps, for every sequence.</summary>
    public static float[] SumOfMarked(float[] inputs, int batch, int steps, int channels)
    {
        var sums = new float[batch];
        for (var b = 0; b < batch; b++)
        {
            for (var t = 0; t < steps; t++)
            {
                var step = (b * steps + t) * channels;
                sums[b] += inputs[step] * inputs[step + channels - 1];
            }
        }
        return sums;
    }
}
