namespace TimeScales;

/// <summary>Which state stands in the gate term (φ_t − x) of a Jacobian.</summary>
public enum GateTermState
{
    /// <summary>x_{t−1}: the derivative.</summary>
    BeforeStep,

    /// <summary>x_t: what the released program computes (departure 1); not a derivative of anything.</summary>
    AfterStep,
}
