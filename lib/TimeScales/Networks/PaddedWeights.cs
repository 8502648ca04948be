using System.Numerics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>The weights of one pre-activation in the layouts that the matrix products want.</summary>
/// <remarks>Rows are padded with zeros to whole vectors, so no kernel has a tail; padding lanes stay zero through every step.</remarks>
internal sealed unsafe class PaddedWeights<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Preactivation preactivation;
    private readonly AlignedArray<T>? recurrent;
    private readonly AlignedArray<T>? recurrentTransposed;
    private readonly AlignedArray<T>? inputTransposed;
    private readonly AlignedArray<T>? bias;

    public PaddedWeights(Preactivation preactivation, int hidden, int inputs)
    {
        this.preactivation = preactivation;
        Rows = preactivation.Shared ? 1 : hidden;
        RowWidth = Simd.Padded<T>(Rows);
        StateWidth = Simd.Padded<T>(hidden);
        if (preactivation.Recurrent is not null)
        {
            recurrent = new AlignedArray<T>(Rows * StateWidth);
            recurrentTransposed = new AlignedArray<T>(hidden * RowWidth);
        }
        if (preactivation.Input is not null)
            inputTransposed = new AlignedArray<T>(inputs * RowWidth);
        if (preactivation.Bias is not null)
            bias = new AlignedArray<T>(RowWidth);
    }

    /// <summary>Number of outputs: H, or 1 where shared.</summary>
    public int Rows { get; }

    /// <summary>Padded number of outputs.</summary>
    public int RowWidth { get; }

    /// <summary>Padded number of state components that weights see.</summary>
    public int StateWidth { get; }

    /// <summary>W_rec, [rows, W]; null where the pre-activation does not see the state.</summary>
    public T* Recurrent => recurrent is null ? null : recurrent.Pointer;

    /// <summary>W_recᵀ, [H, row width]; null likewise.</summary>
    public T* RecurrentTransposed => recurrentTransposed is null ? null : recurrentTransposed.Pointer;

    /// <summary>W_inᵀ, [N, row width]; null where it does not see the inputs.</summary>
    public T* InputTransposed => inputTransposed is null ? null : inputTransposed.Pointer;

    /// <summary>b, [row width]; null without one.</summary>
    public T* Bias => bias is null ? null : bias.Pointer;

    /// <summary>Copies the weights in.</summary>
    public void Load(Network<T> network)
    {
        if (preactivation.Recurrent is { } recurrentName)
        {
            var source = network[recurrentName];
            for (var row = 0; row < Rows; row++)
                source.Slice(row * network.Hidden, network.Hidden).CopyTo(recurrent!.Span[(row * StateWidth)..]);
            Transpose(source, network.Hidden, RecurrentTransposed);
        }
        if (preactivation.Input is { } inputName)
            Transpose(network[inputName], network.Inputs, InputTransposed);
        if (preactivation.Bias is { } biasName)
            network[biasName].CopyTo(bias!.Span);
    }

    private void Transpose(ReadOnlySpan<T> source, int columns, T* target)
    {
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < Rows; row++)
                target[column * RowWidth + row] = source[row * columns + column];
        }
        GC.KeepAlive(this);
    }
}
