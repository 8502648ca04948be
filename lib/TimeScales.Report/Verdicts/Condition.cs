namespace TimeScales.Verdicts;

/// <summary>Under what a claim is judged.</summary>
public enum Condition
{
    /// <summary>The paper's networks, measured as the released program measures them, its departures included.</summary>
    Published,

    /// <summary>The paper's networks, measured as the paper defines it.</summary>
    Corrected,

    /// <summary>Networks that have learned their task, measured as the paper defines it.</summary>
    Learned,
}

/// <summary>What the ledger says of a claim under a condition.</summary>
public enum Outcome
{
    /// <summary>Every question supports it.</summary>
    Holds,

    /// <summary>Some questions support it and some do not.</summary>
    HoldsWithLimits,

    /// <summary>No question supports it, and some contradict.</summary>
    DoesNotHold,

    /// <summary>No question decides: every interval reaches across what the claim needs.</summary>
    Open,

    /// <summary>The condition has nothing that could decide it.</summary>
    NotTestable,

    /// <summary>What would decide it has not been computed.</summary>
    NotMeasured,
}
