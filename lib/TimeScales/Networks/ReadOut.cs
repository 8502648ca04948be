using System.Numerics;

namespace TimeScales;

/// <summary>What a network puts out after the last step, ŷ = W_o x_T, and how wrong that is.</summary>
/// <remarks>To add one, derive from this class in one file.</remarks>
/// <param name="Outputs">Components of ŷ: rows of W_o.</param>
public abstract record ReadOut(int Outputs)
{
    /// <summary>One number, judged by its squared error: the paper's.</summary>
    public static ReadOut Number { get; } = new NumberReadOut();

    /// <summary>The loss of one sequence, which training descends.</summary>
    /// <param name="output">ŷ, [<see cref="Outputs"/>].</param>
    /// <param name="target">y.</param>
    public abstract T Loss<T>(ReadOnlySpan<T> output, T target) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The derivative of a batch's mean loss by the output for one of its sequences.</summary>
    /// <param name="output">ŷ, [<see cref="Outputs"/>].</param>
    /// <param name="target">y.</param>
    /// <param name="batch">B, by which the loss is divided.</param>
    /// <param name="delta">Receives ∂L/∂ŷ, [<see cref="Outputs"/>].</param>
    public abstract void Derivative<T>(ReadOnlySpan<T> output, T target, int batch, Span<T> delta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>What an output counts for in a test.</summary>
    /// <param name="output">ŷ, [<see cref="Outputs"/>].</param>
    /// <param name="target">y.</param>
    public abstract T Error<T>(ReadOnlySpan<T> output, T target) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The mean error of the best output that is always the same.</summary>
    /// <param name="targets">y of every test sequence.</param>
    public abstract double ErrorOfBestConstant(ReadOnlySpan<float> targets);
}
