namespace TimeScales.Experiments.Departures;

/// <summary>The ways in which the released program departs from the paper, each of which can be switched on alone.</summary>
[Flags]
public enum Departure
{
    /// <summary>What the paper defines.</summary>
    None = 0,

    /// <summary>1: the gate term of the Jacobian uses the state after the step, (φ_t − x_t).</summary>
    GateTermAfterStep = 1 << 0,

    /// <summary>2: products are accumulated as J_{k+1} ⋯ J_t.</summary>
    ReversedProducts = 1 << 1,

    /// <summary>3: five power iterations on M stand for ‖M‖₂.</summary>
    PowerIterationNorms = 1 << 2,

    /// <summary>4: gate products of the scalar and multi gates have h + 1 factors.</summary>
    ExtraGateFactor = 1 << 3,

    /// <summary>5: every update of the anisotropy experiment sees the same 64 sequences.</summary>
    RepeatedBatch = 1 << 4,

    /// <summary>6: energy concentration from the 16 largest singular values.</summary>
    TruncatedSpectrum = 1 << 5,

    /// <summary>7: products in float32 and 1e-12 added to denominators.</summary>
    SinglePrecisionProducts = 1 << 6,

    /// <summary>8: NARMA sequences that diverge stay in.</summary>
    UnboundedSequences = 1 << 7,

    /// <summary>9: in the anisotropy experiment the checkpoint numbered c is taken after update c + 1.</summary>
    LateCheckpoints = 1 << 8,

    /// <summary>10: seeds with a large expansion error are dropped as outliers.</summary>
    DroppedOutliers = 1 << 9,

    /// <summary>11: the lower middle value stands for the median.</summary>
    LowerMedian = 1 << 10,

    /// <summary>Jitter of 1e-6 on inputs and 1e-8 on the gradient matrix of the anisotropy experiment.</summary>
    Jitter = 1 << 11,

    /// <summary>All of them: the released program.</summary>
    All = (1 << 12) - 1,
}
