namespace TimeScales.Torch;

/// <summary>A block of rows of a module's weights and the library's names for them; torch's order of gates.</summary>
/// <param name="Recurrent">The library's recurrent weight.</param>
/// <param name="Input">The library's input weight.</param>
/// <param name="IsGate">Whether it opens a gate; else it is the candidate's.</param>
/// <param name="Shared">One row for all units.</param>
/// <param name="InputBias">The library's bias that adds to what comes from the input; null where this stays zero.</param>
/// <param name="StateBias">The library's bias that adds to what comes from the state; null where this stays zero.</param>
internal sealed record CellBlock(string Recurrent, string Input, bool IsGate, bool Shared = false, string? InputBias = null,
    string? StateBias = null)
{
    /// <summary>The blocks of a cell.</summary>
    public static IReadOnlyList<CellBlock> Of(Cell cell) => cell switch
    {
        GruCell => [new("Wrr", "Wir", true, InputBias: "brr"), new("Wrz", "Wiz", true, InputBias: "bz"),
            new("Wr", "Wi", false, InputBias: "bi", StateBias: "br")],
        LstmCell => [
            new("Wri", "Wii", true, InputBias: "bi"), new("Wrf", "Wif", true, InputBias: "bf"),
            new("Wr", "Wi", false, InputBias: "b"), new("Wro", "Wio", true, InputBias: "bo")],
        _ => [.. cell.Preactivations.Select((p, i) =>
            new CellBlock(p.Recurrent!, p.Input!, IsGate: i > 0, p.Shared, InputBias: p.Bias))],
    };

    /// <summary>Whether torch's cell of that name has a second bias, which adds to what comes from the state.</summary>
    public static bool HasStateBias(Cell cell) => cell is GruCell or LstmCell;

    /// <summary>Rows of H units.</summary>
    public int Rows(int hidden) => Shared ? 1 : hidden;
}
