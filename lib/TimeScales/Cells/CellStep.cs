namespace TimeScales.Cells;

/// <summary>One time step of a batch as a cell sees it: rows are sequences, padded to whole vectors with zeros.</summary>
internal readonly unsafe struct CellStep<T> where T : unmanaged
{
    /// <summary>Number of sequences B.</summary>
    public required int Batch { get; init; }

    /// <summary>Padded row length W ≥ H.</summary>
    public required int Width { get; init; }

    /// <summary>x_{t−1}, [B, W].</summary>
    public required T* Previous { get; init; }

    /// <summary>x_t, [B, W].</summary>
    public required T* Next { get; init; }

    /// <summary>Pre-activation a_t, after the step φ_t = tanh(a_t), [B, W].</summary>
    public required T* Candidate { get; init; }

    /// <summary>Gate pre-activation, after the step g_t: [B, W], or [B] where shared; null without a gate.</summary>
    public required T* Gate { get; init; }

    /// <summary>∂L/∂a_t, [B, W]; adjoint only.</summary>
    public required T* CandidateDelta { get; init; }

    /// <summary>∂L/∂(gate pre-activation), laid out like the gate; adjoint only.</summary>
    public required T* GateDelta { get; init; }

    /// <summary>λ, [B, W]: ∂L/∂x_t on entry, the direct part of ∂L/∂x_{t−1} on return; adjoint only.</summary>
    public required T* Adjoint { get; init; }

    /// <summary>Number of elements of a [B, W] array.</summary>
    public int Length => Batch * Width;
}
