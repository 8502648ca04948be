using System.Numerics;
using System.Runtime.Intrinsics;
using TimeScales.Numerics;

namespace TimeScales.Cells;

/// <summary>The weights of one pre-activation in the layouts that the matrix products want.</summary>
/// <remarks>Rows are padded with zeros to whole vectors, so no kernel has a tail; padding lanes stay zero through every step.</remarks>
internal sealed unsafe class PaddedWeights<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Preactivation preactivation;
    private readonly AlignedArray<T> recurrent;
    private readonly AlignedArray<T> recurrentTransposed;
    private readonly AlignedArray<T> inputTransposed;

    public PaddedWeights(Preactivation preactivation, int hidden, int inputs)
    {
        this.preactivation = preactivation;
        Rows = preactivation.Shared ? 1 : hidden;
        RowWidth = Simd.Padded<T>(Rows);
        StateWidth = Simd.Padded<T>(hidden);
        recurrent = new AlignedArray<T>(Rows * StateWidth);
        recurrentTransposed = new AlignedArray<T>(hidden * RowWidth);
        inputTransposed = new AlignedArray<T>(inputs * RowWidth);
    }

    /// <summary>Number of outputs: H, or 1 where shared.</summary>
    public int Rows { get; }

    /// <summary>Padded number of outputs.</summary>
    public int RowWidth { get; }

    /// <summary>Padded number of state components.</summary>
    public int StateWidth { get; }

    /// <summary>W_rec, [rows, W].</summary>
    public T* Recurrent => recurrent.Pointer;

    /// <summary>W_recᵀ, [H, row width].</summary>
    public T* RecurrentTransposed => recurrentTransposed.Pointer;

    /// <summary>W_inᵀ, [N, row width].</summary>
    public T* InputTransposed => inputTransposed.Pointer;

    /// <summary>Copies the weights in.</summary>
    public void Load(Network<T> network)
    {
        var source = network[preactivation.Recurrent];
        for (var row = 0; row < Rows; row++)
            source.Slice(row * network.Hidden, network.Hidden).CopyTo(recurrent.Span[(row * StateWidth)..]);
        Transpose(source, network.Hidden, RecurrentTransposed);
        Transpose(network[preactivation.Input], network.Inputs, InputTransposed);
    }

    private void Transpose(ReadOnlySpan<T> source, int columns, T* target)
    {
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < Rows; row++)
                target[column * RowWidth + row] = source[row * columns + column];
        }
    }
}
