namespace TimeScales;

/// <summary>One time step of a batch, for the loops over its units: rows are sequences, padded to whole vectors with
/// zeros.</summary>
internal readonly unsafe struct CellStep<T> where T : unmanaged
{
    /// <summary>Which pre-activations are gates, and which are one value for all units.</summary>
    public required PreactivationKinds Kinds { get; init; }

    /// <summary>Number of sequences B.</summary>
    public required int Batch { get; init; }

    /// <summary>Padded row length W ≥ H.</summary>
    public required int Width { get; init; }

    /// <summary>x_{t−1}, [B, W].</summary>
    public required T* Previous { get; init; }

    /// <summary>x_t, [B, W].</summary>
    public required T* Next { get; init; }

    /// <summary>c_{t−1}, [B, W]; null without memory.</summary>
    public required T* PreviousMemory { get; init; }

    /// <summary>c_t, [B, W]; null without memory.</summary>
    public required T* NextMemory { get; init; }

    /// <summary>Pre-activations in the cell's order, after the step activations: [B, W] each, or [B] where shared.</summary>
    public required T** Activations { get; init; }

    /// <summary>Space for a row of each that is shared, [pre-activations, W]; nothing where none is.</summary>
    public required T* Broadcast { get; init; }

    /// <summary>∂L/∂(pre-activation), laid out like <see cref="Activations"/>; adjoint only.</summary>
    public required T** Deltas { get; init; }

    /// <summary>λ, [B, W]: ∂L/∂x_t on entry, the direct part of ∂L/∂x_{t−1} on return; adjoint only.</summary>
    public required T* Adjoint { get; init; }

    /// <summary>The same for the memory: ∂L/∂c_t on entry, the direct part of ∂L/∂c_{t−1} on return; null without
    /// memory.</summary>
    public required T* MemoryAdjoint { get; init; }
}
