using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>y = the last value of a latent AR(2) process z_{t+1} = 1.6 z_t − 0.7 z_{t−1} + ε, ε ~ 0.05·N(0,1), z_0 = ε_0, z_1 =
/// 1.6 z_0 + ε_1.</summary>
/// <remarks>The inputs, U(0,1) in every channel, do not depend on the process, so nothing can be learned but the mean: the best
/// possible test error is the variance of the target.</remarks>
public sealed class AutoregressiveTask() : SequenceTask("ar2")
{
    /// <inheritdoc/>
    public override Batch Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var inputs = new float[batch * steps * channels];
        generator.FillUniform(inputs.AsSpan());
        var noise = new float[batch * (steps + 1)];
        generator.FillNormal(noise.AsSpan());
        var targets = new float[batch];
        for (var b = 0; b < batch; b++)
        {
            var ε = noise.AsSpan(b * (steps + 1), steps + 1);
            var (before, now) = (0.05f * ε[0], 0f);
            now = 1.6f * before + 0.05f * ε[1];
            for (var t = 1; t < steps; t++)
                (before, now) = (now, 1.6f * now - 0.7f * before + 0.05f * ε[t + 1]);
            targets[b] = now;
        }
        return new Batch(inputs, targets);
    }
}
