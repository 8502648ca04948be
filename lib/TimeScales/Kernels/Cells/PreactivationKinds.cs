namespace TimeScales;

/// <summary>Which pre-activations of a cell are gates, which are one value for all units, and which see the state.</summary>
internal sealed class PreactivationKinds(IReadOnlyList<Preactivation> preactivations)
{
    /// <summary>How many there are.</summary>
    public int Count { get; } = preactivations.Count;

    /// <summary>Of each, whether it is a gate.</summary>
    public bool[] IsGate { get; } = [.. preactivations.Select(p => p.IsGate)];

    /// <summary>Of each, whether it is shared.</summary>
    public bool[] IsShared { get; } = [.. preactivations.Select(p => p.Shared)];

    /// <summary>Whether any is shared.</summary>
    public bool AnyShared { get; } = preactivations.Any(p => p.Shared);

    /// <summary>The numbers of the gates that see the state: the terms of B_t.</summary>
    public int[] Gates { get; } = WithState(preactivations, areGates: true);

    /// <summary>The numbers of the others that see the state: the terms of A_t.</summary>
    public int[] Others { get; } = WithState(preactivations, areGates: false);

    private static int[] WithState(IReadOnlyList<Preactivation> preactivations, bool areGates) =>
        [.. Enumerable.Range(0, preactivations.Count)
            .Where(i => preactivations[i].Recurrent is not null && preactivations[i].IsGate == areGates)];
}
