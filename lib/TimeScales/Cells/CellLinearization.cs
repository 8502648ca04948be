namespace TimeScales.Cells;

/// <summary>The point of one sequence and step at which a Jacobian is taken, and where the Jacobian goes.</summary>
internal readonly unsafe struct CellLinearization<T> where T : unmanaged
{
    /// <summary>Number of units H.</summary>
    public required int Hidden { get; init; }

    /// <summary>Padded row length W.</summary>
    public required int Width { get; init; }

    /// <summary>φ_t, [W].</summary>
    public required T* Candidate { get; init; }

    /// <summary>g_t, [W], or one value where shared; null without a gate.</summary>
    public required T* Gate { get; init; }

    /// <summary>The state x in the gate term (φ_t − x): x_{t−1}, and x_t only to repeat the released program.</summary>
    public required T* GateState { get; init; }

    /// <summary>W_r, [H, W].</summary>
    public required T* RecurrentWeight { get; init; }

    /// <summary>W_rg, [H, W] or [1, W]; null without a gate that sees the state.</summary>
    public required T* GateWeight { get; init; }

    /// <summary>J_t, [H, W]: row = component of x_t, column = component of x_{t−1}.</summary>
    public required T* Jacobian { get; init; }

    /// <summary>Row i of the Jacobian.</summary>
    public T* Row(int i) => Jacobian + (nint)i * Width;
}
