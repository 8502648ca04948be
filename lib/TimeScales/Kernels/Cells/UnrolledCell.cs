using System.Numerics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>A cell's pre-activations over all steps of a batch, and single steps of it as the loops over units want
/// them.</summary>
internal sealed unsafe class UnrolledCell<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Cell cell;
    private readonly int hidden;
    private readonly Sequences<T> sequences;
    private readonly PreactivationKinds kinds;

    // Addresses: one row per step and one entry per pre-activation; one entry per pre-activation for weights.
    private readonly AlignedArray<nint> values;
    private readonly AlignedArray<nint> deltas;
    private readonly AlignedArray<nint> weights;
    private readonly AlignedArray<T> broadcast;

    public UnrolledCell(Cell cell, int hidden, Sequences<T> sequences)
    {
        (this.cell, this.hidden, this.sequences) = (cell, hidden, sequences);
        kinds = new PreactivationKinds(cell.Preactivations);
        Maps = [.. cell.Preactivations.Select(p =>
            new AffineMap<T>(p, hidden, sequences.InputCount, sequences.Batch, sequences.Steps))];
        values = new AlignedArray<nint>(sequences.Steps * Maps.Length);
        deltas = new AlignedArray<nint>(sequences.Steps * Maps.Length);
        weights = new AlignedArray<nint>(Maps.Length);
        broadcast = new AlignedArray<T>(kinds.AnyShared ? Maps.Length * sequences.States.Width : 0);
        for (var i = 0; i < Maps.Length; i++)
        {
            weights.Span[i] = (nint)Maps[i].Recurrent;
            for (var t = 1; t <= sequences.Steps; t++)
            {
                values.Span[(t - 1) * Maps.Length + i] = (nint)(Maps[i].Values.Pointer + Maps[i].StepStart(t));
                deltas.Span[(t - 1) * Maps.Length + i] = (nint)(Maps[i].Deltas.Pointer + Maps[i].StepStart(t));
            }
        }
    }

    /// <summary>One per pre-activation, in the cell's order.</summary>
    public AffineMap<T>[] Maps { get; }

    /// <summary>x_t from x_{t−1} and u_t.</summary>
    public void Forward(int t)
    {
        foreach (var map in Maps)
            map.Forward(sequences, t);
        cell.Step(Step(t, t - 1));
        GC.KeepAlive(this);
    }

    /// <summary>Takes λ from x_t to x_{t−1} and accumulates the weight gradients of step t.</summary>
    public void Backward(int t)
    {
        cell.StepAdjoint(Step(t, t - 1));
        foreach (var map in Maps)
            map.Backward(sequences, t);
        GC.KeepAlive(this);
    }

    /// <summary>Writes A_t and B_t of one sequence.</summary>
    /// <param name="sequence">b.</param>
    /// <param name="t">1 … T.</param>
    /// <param name="slopesAt">The step whose state stands for x_{t−1} in the slopes; t − 1 for the derivative.</param>
    /// <param name="dominant">Receives A_t.</param>
    /// <param name="gateInduced">Receives B_t; <paramref name="dominant"/> for their sum in one, null for A_t alone.</param>
    public void Jacobian(int sequence, int t, int slopesAt, PaddedMatrix<T> dominant, PaddedMatrix<T>? gateInduced)
    {
        cell.Jacobian(Step(t, slopesAt), sequence, new JacobianRows<T>
        {
            Hidden = hidden,
            Width = sequences.States.Width,
            HasMemory = cell.HasMemory,
            Weights = (T**)weights.Pointer,
            Dominant = dominant.Pointer,
            GateInduced = gateInduced is null ? null : gateInduced.Pointer,
            RowLength = dominant.Width,
        });
        GC.KeepAlive(this);
        GC.KeepAlive(dominant);
        GC.KeepAlive(gateInduced);
    }

    /// <summary>What a unit took of its candidate and kept of itself.</summary>
    public (T Taken, T Kept) Gate(int sequence, int t, int unit)
    {
        var gate = cell.Gate(Step(t, t - 1), sequence, unit);
        GC.KeepAlive(this);
        return gate;
    }

    /// <summary>∂h_t/∂c_t of a unit; 1 without memory.</summary>
    public T Exposure(int sequence, int t, int unit)
    {
        var exposure = cell.Exposure(Step(t, t - 1), sequence, unit);
        GC.KeepAlive(this);
        return exposure;
    }

    private CellStep<T> Step(int t, int previous) => new()
    {
        Kinds = kinds,
        Batch = sequences.Batch,
        Width = sequences.States.Width,
        Previous = sequences.State(0, previous),
        Next = sequences.State(0, t),
        PreviousMemory = sequences.Memory(0, t - 1),
        NextMemory = sequences.Memory(0, t),
        Activations = (T**)(values.Pointer + (nint)(t - 1) * Maps.Length),
        Broadcast = broadcast.Pointer,
        Deltas = (T**)(deltas.Pointer + (nint)(t - 1) * Maps.Length),
        Adjoint = sequences.Adjoint.Pointer,
        MemoryAdjoint = sequences.MemoryAdjoint is null ? null : sequences.MemoryAdjoint.Pointer,
    };
}
