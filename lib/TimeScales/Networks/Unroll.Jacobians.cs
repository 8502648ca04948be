using TimeScales.Kernels;

namespace TimeScales;

/// <content>What one step does to a small change of the state, and what gates say there.</content>
public sealed unsafe partial class Unroll<T>
{
    /// <summary>Writes J_t of one sequence.</summary>
    /// <param name="sequence">b.</param>
    /// <param name="t">1 … T.</param>
    /// <param name="jacobian">[state size, state size]; row = component of x_t, column = component of x_{t−1}.</param>
    internal void StateJacobian(int sequence, int t, PaddedMatrix<T> jacobian) =>
        StateJacobian(sequence, t, jacobian, slopesAt: t - 1);

    /// <summary>Writes J_t of one sequence with the slopes of its gates taken at another state; the derivative is the one
    /// with t − 1.</summary>
    /// <param name="sequence">b.</param>
    /// <param name="t">1 … T.</param>
    /// <param name="jacobian">[state size, state size].</param>
    /// <param name="slopesAt">Which state stands for x_{t−1} where a gate's slope is multiplied by (φ_t − x_{t−1}): t − 1 or
    /// t.</param>
    internal void StateJacobian(int sequence, int t, PaddedMatrix<T> jacobian, int slopesAt)
    {
        var at = Linearize(sequence, t, jacobian.Pointer, slopesAt);
        Cell.DominantJacobian(at);
        Cell.AddGateJacobian(at);
        GC.KeepAlive(jacobian);
        GC.KeepAlive(this);
    }

    /// <summary>Writes A_t and B_t of one sequence, [state size, state size] each; J_t is their sum.</summary>
    internal void SplitJacobian(int sequence, int t, PaddedMatrix<T> dominant, PaddedMatrix<T> gateInduced) =>
        SplitJacobian(sequence, t, dominant, gateInduced, slopesAt: t - 1);

    /// <summary>The same with the slopes of gates taken at another state.</summary>
    internal void SplitJacobian(int sequence, int t, PaddedMatrix<T> dominant, PaddedMatrix<T> gateInduced, int slopesAt)
    {
        Cell.DominantJacobian(Linearize(sequence, t, dominant.Pointer, slopesAt));
        gateInduced.Clear();
        Cell.AddGateJacobian(Linearize(sequence, t, gateInduced.Pointer, slopesAt));
        GC.KeepAlive(dominant);
        GC.KeepAlive(gateInduced);
        GC.KeepAlive(this);
    }

    /// <summary>J_t of one sequence, [state size, state size].</summary>
    public T[,] StateJacobian(int sequence, int t) => Dense(at => { Cell.DominantJacobian(at); Cell.AddGateJacobian(at); }, sequence, t);

    /// <summary>A_t of one sequence, [state size, state size]: the Jacobian with the gates held fixed.</summary>
    public T[,] DominantJacobian(int sequence, int t) => Dense(Cell.DominantJacobian, sequence, t);

    /// <summary>g_t of one unit.</summary>
    public double Gate(int sequence, int t, int unit)
    {
        var gate = Cell.Gate(Linearize(sequence, t, null, t - 1), unit);
        GC.KeepAlive(this);
        return gate;
    }

    /// <summary>What one unit kept of its value at step t, weights aside: 1 − g_t, or the forget gate.</summary>
    internal T Carry(int sequence, int t, int unit)
    {
        var carry = Cell.Carry(Linearize(sequence, t, null, t - 1), unit);
        GC.KeepAlive(this);
        return carry;
    }

    /// <summary>∂h_t/∂c_t of one unit; 1 without memory.</summary>
    internal double Exposure(int sequence, int t, int unit)
    {
        var exposure = Cell.Exposure(Linearize(sequence, t, null, t - 1), unit);
        GC.KeepAlive(this);
        return exposure;
    }

    private delegate void WriteJacobian(CellLinearization<T> at);

    private T[,] Dense(WriteJacobian write, int sequence, int t)
    {
        var padded = new PaddedMatrix<T>(StateSize, StateSize);
        write(Linearize(sequence, t, padded.Pointer, t - 1));
        GC.KeepAlive(this);
        return padded.ToDense();
    }

    private CellLinearization<T> Linearize(int sequence, int t, T* jacobian, int slopesAt)
    {
        if (sequence < 0 || sequence >= Batch)
            throw new ArgumentOutOfRangeException(nameof(sequence), sequence, $"Sequences are 0 … {Batch - 1}.");
        if (t < 1 || t > Steps)
            throw new ArgumentOutOfRangeException(nameof(t), t, $"Steps are 1 … {Steps}.");
        if (slopesAt != t && slopesAt != t - 1)
            throw new ArgumentOutOfRangeException(
                nameof(slopesAt), slopesAt, $"The state in the slopes of gates at step {t} is {t - 1} or {t}.");
        return new CellLinearization<T>
        {
            Hidden = Hidden,
            Width = width,
            Sequence = sequence,
            Activations = AddressesOf(activationTable, t),
            RecurrentWeights = (T**)weightTable.Pointer,
            GateState = StateRow(sequence, slopesAt),
            PreviousMemory = MemoryRow(sequence, t - 1),
            Memory = MemoryRow(sequence, t),
            Jacobian = jacobian,
            JacobianWidth = jacobianWidth,
        };
    }
}
