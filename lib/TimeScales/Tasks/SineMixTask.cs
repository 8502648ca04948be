using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>Two sinusoids of random frequency and phase, the rest noise; y contrasts their late and early means.</summary>
/// <remarks>
/// s_i(τ) = sin(2π f_i τ + p_i), τ = 0 … 1 over the sequence, f_i = 1 + 6·U, p_i = 2π·U;
/// y = (late − early mean of s_1) − (late − early mean of s_2), early = the first quarter, late = from three quarters on.
/// The noise channels are 0.1·N(0,1); the marker channel is zero.
/// </remarks>
public sealed class SineMixTask() : SequenceTask("sinmix")
{
    private const float Tau = (float)(2 * Math.PI);

    /// <inheritdoc/>
    public override Batch Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var frequencies = new[] { new float[batch], new float[batch] };
        var phases = new[] { new float[batch], new float[batch] };
        foreach (var frequency in frequencies)
            generator.FillUniform(frequency.AsSpan());
        foreach (var phase in phases)
            generator.FillUniform(phase.AsSpan());
        var noiseChannels = Math.Max(0, channels - 3);
        var noise = new float[batch * steps * noiseChannels];
        generator.FillNormal(noise.AsSpan());

        var inputs = new float[batch * steps * channels];
        var targets = new float[batch];
        for (var b = 0; b < batch; b++)
        {
            for (var t = 0; t < steps; t++)
            {
                var row = inputs.AsSpan((b * steps + t) * channels, channels);
                for (var i = 0; i < 2; i++)
                    row[i] = MathF.Sin(Tau * (frequencies[i][b] * 6 + 1) * UnitTime(t, steps) + phases[i][b] * 2 * MathF.PI);
                for (var n = 0; n < noiseChannels; n++)
                    row[2 + n] = 0.1f * noise[(b * steps + t) * noiseChannels + n];
            }
            targets[b] = Contrast(inputs, b, 0, steps, channels) - Contrast(inputs, b, 1, steps, channels);
        }
        return new Batch(inputs, targets);
    }

    /// <summary>Step t of T on [0, 1], counted from the nearer end: torch's <c>linspace</c> up to the last digit.</summary>
    private static float UnitTime(int t, int steps)
    {
        var spacing = 1f / (steps - 1);
        return t < steps / 2 ? t * spacing : 1 - (steps - 1 - t) * spacing;
    }

    /// <summary>Late mean minus early mean of one channel of one sequence.</summary>
    private static float Contrast(float[] inputs, int sequence, int channel, int steps, int channels)
    {
        float Mean(int from, int to)
        {
            var sum = 0f;
            for (var t = from; t < to; t++)
                sum += inputs[(sequence * steps + t) * channels + channel];
            return sum / (to - from);
        }

        return Mean(3 * steps / 4, steps) - Mean(0, steps / 4);
    }
}
