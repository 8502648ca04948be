using System.Numerics;

namespace TimeScales.Kernels;

/// <summary>A batch of sequences: inputs, the states that follow from them, and λ on its way back.</summary>
/// <remarks>States are time-major, so that one step of the whole batch is contiguous: x_t of sequence b is row t·B + b; x_0 is
/// the initial one.</remarks>
internal sealed unsafe class Sequences<T>(int hidden, int inputs, int batch, int steps, bool hasMemory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>B.</summary>
    public int Batch => batch;

    /// <summary>T.</summary>
    public int Steps => steps;

    /// <summary>N.</summary>
    public int InputCount => inputs;

    /// <summary>Distance between the inputs of two sequences at one step.</summary>
    public nint InputStride => (nint)steps * inputs;

    /// <summary>u, [B, T, N].</summary>
    public AlignedArray<T> Inputs { get; } = new(batch * steps * inputs);

    /// <summary>x, or h, [(T + 1)·B, H].</summary>
    public PaddedMatrix<T> States { get; } = new((steps + 1) * batch, hidden);

    /// <summary>c, likewise; null without memory.</summary>
    public PaddedMatrix<T>? Memories { get; } = hasMemory ? new((steps + 1) * batch, hidden) : null;

    /// <summary>λ, [B, H].</summary>
    public PaddedMatrix<T> Adjoint { get; } = new(batch, hidden);

    /// <summary>∂L/∂c, likewise.</summary>
    public PaddedMatrix<T>? MemoryAdjoint { get; } = hasMemory ? new(batch, hidden) : null;

    /// <summary>The row of x_t, or h_t, of sequence b, and of c_t.</summary>
    public int Row(int sequence, int t) => t * batch + sequence;

    /// <summary>u_t of sequence b.</summary>
    public T* Input(int sequence, int t) => Inputs.Pointer + ((nint)sequence * steps + t - 1) * inputs;

    /// <summary>x_t, or h_t, of sequence b.</summary>
    public T* State(int sequence, int t) => At(States, sequence, t);

    /// <summary>c_t of sequence b; null without memory.</summary>
    public T* Memory(int sequence, int t) => Memories is null ? null : At(Memories, sequence, t);

    private T* At(PaddedMatrix<T> matrix, int sequence, int t) => matrix.Pointer + (nint)Row(sequence, t) * matrix.Width;
}
