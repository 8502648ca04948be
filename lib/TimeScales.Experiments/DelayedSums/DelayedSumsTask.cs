using TimeScales.RandomStreams;

namespace TimeScales.Experiments.DelayedSums;

/// <summary>White inputs u ∈ ℝ^{T×D}; y_t = Σ_k c_k aᵀu_{t−ℓ_k} + noise at every step t, a a unit vector; nothing comes from
/// before the first step.</summary>
/// <remarks><b>Source.</b> arXiv:2512.05790: lags 32 … 256 of T = 1024. At another T they are the same shares of it, ℓ_k = ⌊ℓ_k
/// T/1024⌋: 16 … 128 at T = 512.</remarks>
internal sealed class DelayedSumsTask
{
    /// <summary>With fewer the shortest lag would be none.</summary>
    public const int FewestSteps = 32;

    private const int PaperSteps = 1024;
    private static readonly int[] PaperLags = [32, 64, 128, 192, 256];
    private static readonly float[] Coefficients = [0.6f, 0.5f, 0.4f, 0.32f, 0.26f];

    private readonly int steps;
    private readonly double noise;
    private readonly float[] direction;

    /// <summary>The task of a run: its seed draws a.</summary>
    public DelayedSumsTask(DelayedSumsConfiguration config)
    {
        (steps, noise) = (config.Steps, config.Noise);
        Lags = [.. PaperLags.Select(lag => (int)((long)lag * steps / PaperSteps))];
        direction = new float[config.Inputs];
        Streams.Direction(config.Seed).FillNormal(direction.AsSpan());
        var length = MathF.Sqrt(direction.Sum(a => a * a));
        direction = Array.ConvertAll(direction, a => a / length);
    }

    /// <summary>ℓ_k, steps.</summary>
    public IReadOnlyList<int> Lags { get; }

    /// <summary>Draws sequences; the generator runs on.</summary>
    public (float[] Inputs, float[] Targets) Draw(TorchGenerator generator, int batch)
    {
        var channels = direction.Length;
        var (inputs, targets) = (new float[batch * steps * channels], new float[batch * steps]);
        generator.FillNormal(inputs.AsSpan());
        generator.FillNormal(targets.AsSpan());
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] *= (float)noise;
            for (var k = 0; k < Lags.Count && i % steps >= Lags[k]; k++)
            {
                var at = (i - Lags[k]) * channels;
                for (var d = 0; d < channels; d++)
                    targets[i] += Coefficients[k] * direction[d] * inputs[at + d];
            }
        }
        return (inputs, targets);
    }
}
