using TimeScales.Kernels;

namespace TimeScales;

/// <content>What one step does to a small change of the state, and what gates say there.</content>
public sealed unsafe partial class Unroll<T>
{
    /// <summary>Writes J_t of one sequence, [state size, padded].</summary>
    /// <param name="sequence">b.</param>
    /// <param name="t">1 … T.</param>
    /// <param name="jacobian">[state size, padded]; row = component of x_t, column = component of x_{t−1}.</param>
    /// <param name="gateState">The state in the gate term (φ_t − x).</param>
    internal void StateJacobian(int sequence, int t, T* jacobian, GateTermState gateState = GateTermState.BeforeStep)
    {
        var at = Linearize(sequence, t, jacobian, gateState);
        Cell.DominantJacobian(at);
        Cell.AddGateJacobian(at);
        GC.KeepAlive(this);
    }

    /// <summary>Writes A_t and B_t of one sequence, [state size, padded] each; J_t is their sum.</summary>
    internal void SplitJacobian(int sequence, int t, T* dominant, T* gateInduced, GateTermState gateState)
    {
        Cell.DominantJacobian(Linearize(sequence, t, dominant, gateState));
        new Span<T>(gateInduced, StateSize * jacobianWidth).Clear();
        Cell.AddGateJacobian(Linearize(sequence, t, gateInduced, gateState));
        GC.KeepAlive(this);
    }

    /// <summary>J_t of one sequence, [state size, state size].</summary>
    public T[,] StateJacobian(int sequence, int t) => Dense(at => { Cell.DominantJacobian(at); Cell.AddGateJacobian(at); }, sequence, t);

    /// <summary>A_t of one sequence, [state size, state size]: the Jacobian with the gates held fixed.</summary>
    public T[,] DominantJacobian(int sequence, int t) => Dense(Cell.DominantJacobian, sequence, t);

    /// <summary>g_t of one unit.</summary>
    public double Gate(int sequence, int t, int unit)
    {
        var gate = Cell.Gate(Linearize(sequence, t, null, GateTermState.BeforeStep), unit);
        GC.KeepAlive(this);
        return gate;
    }

    /// <summary>What one unit kept of its value at step t, weights aside: 1 − g_t, or the forget gate.</summary>
    internal T Carry(int sequence, int t, int unit)
    {
        var carry = Cell.Carry(Linearize(sequence, t, null, GateTermState.BeforeStep), unit);
        GC.KeepAlive(this);
        return carry;
    }

    /// <summary>∂h_t/∂c_t of one unit; 1 without memory.</summary>
    internal double Exposure(int sequence, int t, int unit)
    {
        var exposure = Cell.Exposure(Linearize(sequence, t, null, GateTermState.BeforeStep), unit);
        GC.KeepAlive(this);
        return exposure;
    }

    private delegate void WriteJacobian(CellLinearization<T> at);

    private T[,] Dense(WriteJacobian write, int sequence, int t)
    {
        var padded = new AlignedArray<T>(StateSize * jacobianWidth);
        write(Linearize(sequence, t, padded.Pointer, GateTermState.BeforeStep));
        var dense = new T[StateSize, StateSize];
        for (var i = 0; i < StateSize; i++)
        {
            for (var j = 0; j < StateSize; j++)
                dense[i, j] = padded.Span[i * jacobianWidth + j];
        }
        GC.KeepAlive(this);
        return dense;
    }

    private CellLinearization<T> Linearize(int sequence, int t, T* jacobian, GateTermState gateState)
    {
        if (sequence < 0 || sequence >= Batch)
            throw new ArgumentOutOfRangeException(nameof(sequence), sequence, $"Sequences are 0 … {Batch - 1}.");
        if (t < 1 || t > Steps)
            throw new ArgumentOutOfRangeException(nameof(t), t, $"Steps are 1 … {Steps}.");
        return new CellLinearization<T>
        {
            Hidden = Hidden,
            Width = width,
            Sequence = sequence,
            Activations = AddressesOf(activationTable, t),
            RecurrentWeights = (T**)weightTable.Pointer,
            GateState = StateRow(sequence, gateState == GateTermState.BeforeStep ? t - 1 : t),
            PreviousMemory = MemoryRow(sequence, t - 1),
            Memory = MemoryRow(sequence, t),
            Jacobian = jacobian,
            JacobianWidth = jacobianWidth,
        };
    }
}
