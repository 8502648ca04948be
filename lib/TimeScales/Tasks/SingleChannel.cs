using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>Inputs drawn for all channels, of which only the first stays.</summary>
internal static class SingleChannel
{
    /// <summary>U(0,1) in the first channel, [B, T, N]; the values of the others are drawn and set to zero.</summary>
    public static float[] Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var inputs = new float[batch * steps * channels];
        generator.FillUniform(inputs.AsSpan());
        for (var step = 0; step < batch * steps; step++)
            inputs.AsSpan(step * channels + 1, channels - 1).Clear();
        return inputs;
    }
}
