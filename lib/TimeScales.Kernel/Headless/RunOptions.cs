namespace TimeScales.Kernel.Headless;

/// <summary>What one headless run does.</summary>
/// <param name="Notebooks">Paths of notebooks, in the order in which they run.</param>
/// <param name="CellTimeout">A cell that takes longer is interrupted and has failed.</param>
/// <param name="TotalTimeout">The same for the whole run.</param>
/// <param name="OutputFolder">Where the executed copies go; a notebook's own folder replaces the notebook.</param>
/// <param name="JUnitFile">Where the report goes.</param>
/// <param name="Preset">The value of <c>REPRODUCTION_PRESET</c>; null leaves it as it is.</param>
/// <param name="Fresh">Whether the notebooks see <c>REPRODUCTION_FRESH=1</c>: compute what committed data would give.</param>
/// <param name="Parameters">Values for the variables of the cell tagged <c>parameters</c>.</param>
/// <param name="Threads">How many threads a notebook's computations may use.</param>
public sealed record RunOptions(
    IReadOnlyList<string> Notebooks,
    TimeSpan CellTimeout,
    TimeSpan TotalTimeout,
    string OutputFolder,
    string JUnitFile,
    string? Preset,
    bool Fresh,
    IReadOnlyList<NotebookParameter> Parameters,
    int Threads);
