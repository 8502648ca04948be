namespace TimeScales;

/// <summary>The point of one sequence and step at which a Jacobian is taken, and where the Jacobian goes.</summary>
internal readonly unsafe struct CellLinearization<T> where T : unmanaged
{
    /// <summary>Number of units H.</summary>
    public required int Hidden { get; init; }

    /// <summary>Padded row length W.</summary>
    public required int Width { get; init; }

    /// <summary>b.</summary>
    public required int Sequence { get; init; }

    /// <summary>The batch's activations of this step in the cell's order.</summary>
    public required T** Activations { get; init; }

    /// <summary>The recurrent weights in the cell's order, [H, W], or [1, W] where shared; null for one that does not see the state.</summary>
    public required T** RecurrentWeights { get; init; }

    /// <summary>The state x in the gate term (φ_t − x): x_{t−1}, and x_t only to repeat the released program.</summary>
    public required T* GateState { get; init; }

    /// <summary>c_{t−1}, [W]; null without memory.</summary>
    public required T* PreviousMemory { get; init; }

    /// <summary>c_t, [W]; null without memory.</summary>
    public required T* Memory { get; init; }

    /// <summary>J_t, [state size, Jacobian width]: row = component of x_t, column = component of x_{t−1}.</summary>
    public required T* Jacobian { get; init; }

    /// <summary>Padded row length of the Jacobian; W, or more with memory.</summary>
    public required int JacobianWidth { get; init; }

    /// <summary>φ_t, [W].</summary>
    public T* Candidate => Activation(0);

    /// <summary>g_t, [W]; of cells with a gate per unit.</summary>
    public T* Gate => Activation(1);

    /// <summary>g_t; of cells whose units share the gate.</summary>
    public T SharedGate => Activations[1][Sequence];

    /// <summary>W_r, [H, W].</summary>
    public T* RecurrentWeight => RecurrentWeights[0];

    /// <summary>W_rg, [H, W] or [1, W]; of cells with a gate.</summary>
    public T* GateWeight => RecurrentWeights[1];

    /// <summary>Activation i of the sequence, [W]; not of a shared one.</summary>
    public T* Activation(int i) => Activations[i] + (nint)Sequence * Width;

    /// <summary>Row i of the Jacobian.</summary>
    public T* Row(int i) => Jacobian + (nint)i * JacobianWidth;
}
