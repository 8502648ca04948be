using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>A nonlinear autoregressive moving average driven by v ~ U(0, ½) in the first channel; y = its last value.</summary>
/// <remarks>
/// <para>y_{t+1} = α y_t + β y_t Σ_{i&lt;n} y_{t−i} + 1.5 v_{t−n+1} v_t + γ, missing past zero; n = 10: α 0.3, β 0.05, γ 0.1
/// (Atiya and Parlos, IEEE TNN 11 (2000) 697-709); n = 20: α 0.1, β 0.04, γ 0.2, a variant that circulates in code.</para>
/// <para>The recursion can run away; <see cref="SequenceTask.DrawBounded"/> draws such sequences again.</para>
/// </remarks>
public sealed class NarmaTask : SequenceTask
{
    /// <summary>Runaway sequences pass any bound within a few steps of this one; bounded ones stay below 2.</summary>
    private const float Bound = 10;

    /// <summary>A sequence that fails so often cannot be had by drawing.</summary>
    private const int MostDraws = 100_000;

    private readonly int order;
    private readonly float α;
    private readonly float β;
    private readonly float γ;

    private NarmaTask(int order, float α, float β, float γ) : base($"narma{order}") =>
        (this.order, this.α, this.β, this.γ) = (order, α, β, γ);

    /// <summary>NARMA of order 10.</summary>
    public static NarmaTask Order10 { get; } = new(10, 0.3f, 0.05f, 0.1f);

    /// <summary>NARMA of order 20.</summary>
    public static NarmaTask Order20 { get; } = new(20, 0.1f, 0.04f, 0.2f);

    /// <inheritdoc/>
    public override Batch Draw(TorchGenerator generator, int batch, int steps, int channels)
    {
        var drive = new float[batch * steps];
        generator.FillUniform(drive.AsSpan());
        var targets = new float[batch];
        var inputs = new float[batch * steps * channels];
        for (var b = 0; b < batch; b++)
        {
            var v = drive.AsSpan(b * steps, steps);
            Halve(v);
            targets[b] = Last(v, out _);
            Place(v, inputs, b, channels);
        }
        return new Batch(inputs, targets);
    }

    /// <inheritdoc/>
    public override Batch DrawBounded(TorchGenerator generator, int batch, int steps, int channels, out int redrawn)
    {
        var drawn = Draw(generator, batch, steps, channels);
        redrawn = 0;
        var v = new float[steps];
        for (var b = 0; b < batch; b++)
        {
            for (var t = 0; t < steps; t++)
                v[t] = drawn.Inputs[(b * steps + t) * channels];
            drawn.Targets[b] = Last(v, out var bounded);
            for (var draws = 1; !bounded; draws++)
            {
                if (draws == MostDraws)
                    throw new ArgumentException(
                        $"The task {Name} gave no bounded sequence of {steps} steps in {MostDraws} draws:"
                        + " its recursion runs away at this length.");
                generator.FillUniform(v.AsSpan());
                Halve(v);
                drawn.Targets[b] = Last(v, out bounded);
                redrawn++;
            }
            Place(v, drawn.Inputs, b, channels);
        }
        return drawn;
    }

    private static void Halve(Span<float> v)
    {
        foreach (ref var value in v)
            value *= 0.5f;
    }

    private static void Place(ReadOnlySpan<float> v, float[] inputs, int sequence, int channels)
    {
        for (var t = 0; t < v.Length; t++)
            inputs[(sequence * v.Length + t) * channels] = v[t];
    }

    /// <summary>y_T of a driven sequence, and whether |y_t| stayed below the bound.</summary>
    private float Last(ReadOnlySpan<float> v, out bool bounded)
    {
        var y = new float[v.Length + 1];
        bounded = true;
        for (var t = 0; t < v.Length; t++)
        {
            var sum = 0f;
            for (var i = Math.Max(0, t - order + 1); i <= t; i++)
                sum += y[i];
            var past = t - order + 1 >= 0 ? v[t - order + 1] : 0;
            y[t + 1] = α * y[t] + β * y[t] * sum + 1.5f * past * v[t] + γ;
            bounded &= MathF.Abs(y[t + 1]) < Bound;
        }
        return y[^1];
    }
}
