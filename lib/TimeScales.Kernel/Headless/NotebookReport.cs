using TimeScales.Kernel.Engine;

namespace TimeScales.Kernel.Headless;

/// <summary>How the cells of one notebook went.</summary>
/// <param name="Path">The notebook.</param>
/// <param name="Cells">Its code cells, in order.</param>
internal sealed record NotebookReport(string Path, IReadOnlyList<CellReport> Cells)
{
    internal CellReport? Failure => Cells.FirstOrDefault(cell => cell.Error is not null);

    internal TimeSpan Elapsed => TimeSpan.FromTicks(Cells.Sum(cell => cell.Elapsed.Ticks));
}

/// <summary>How one cell went.</summary>
/// <param name="Name">What errors call it.</param>
/// <param name="Source">Its code.</param>
/// <param name="Elapsed">Zero when it was not run.</param>
/// <param name="IsSkipped">It was not run: its tag says so, something failed before, or packages are off.</param>
/// <param name="Error">Why the run stopped here.</param>
internal sealed record CellReport(string Name, string Source, TimeSpan Elapsed, bool IsSkipped, ErrorOutput? Error);
