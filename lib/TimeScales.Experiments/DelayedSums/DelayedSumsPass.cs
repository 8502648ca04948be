using System.Numerics;

namespace TimeScales.Experiments.DelayedSums;

/// <summary>Networks over sequences of delayed sums, with what they put out at every step, ŷ_t = W_o h_t.</summary>
/// <typeparam name="T">float to train, double to measure.</typeparam>
internal sealed class DelayedSumsPass<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[][] errors;
    private Network<T>? network;

    /// <summary>Space for sequences of a run.</summary>
    public DelayedSumsPass(DelayedSumsConfiguration config, Cell cell, int batch)
    {
        Unroll = new Unroll<T>(cell, config.Hidden, config.Inputs, batch, config.Steps);
        errors = [.. Enumerable.Range(0, config.Steps + 1).Select(_ => new T[batch])];
    }

    /// <summary>The forward pass.</summary>
    public Unroll<T> Unroll { get; }

    /// <summary>Runs a network.</summary>
    /// <param name="forward">The network.</param>
    /// <param name="sequences">u, [B, T, D], and y, [B, T].</param>
    /// <returns>The mean of (ŷ_t − y_t)² over sequences and steps.</returns>
    public double Forward(Network<T> forward, (float[] Inputs, float[] Targets) sequences)
    {
        network = forward;
        Unroll.Forward(network, Array.ConvertAll(sequences.Inputs, T.CreateChecked));
        var readOut = network["Wo"];
        var sum = 0.0;
        for (var t = 1; t <= Unroll.Steps; t++)
        {
            for (var b = 0; b < Unroll.Batch; b++)
            {
                var state = Unroll.State(b, t);
                var error = -T.CreateChecked(sequences.Targets[b * Unroll.Steps + t - 1]);
                for (var i = 0; i < readOut.Length; i++)
                    error += readOut[i] * state[i];
                errors[t][b] = error;
                sum += double.CreateChecked(error * error);
            }
        }
        return sum / (Unroll.Steps * Unroll.Batch);
    }

    /// <summary>ŷ_t − y_t.</summary>
    public T Error(int sequence, int t) => errors[t][sequence];

    /// <summary>The direct error of a step, δ_t = W_oᵀ (ŷ_t − y_t), [H].</summary>
    public T[] DirectError(int sequence, int t) =>
        Array.ConvertAll(network!["Wo"].ToArray(), weight => weight * Error(sequence, t));

    /// <summary>The gradient of the mean squared error.</summary>
    /// <param name="gradient">Receives ∂L/∂θ, [P].</param>
    public void Backward(Span<T> gradient)
    {
        var scale = T.CreateChecked(2.0 / (Unroll.Steps * Unroll.Batch));
        var deltas = Array.ConvertAll(errors, step => Array.ConvertAll(step, error => scale * error));
        Unroll.BackwardFromSteps(network!, t => deltas[t], gradient);
    }
}
