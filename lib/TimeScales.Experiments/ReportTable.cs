namespace TimeScales.Experiments;

/// <summary>A table of the console.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Keys">How many of the first columns say what a row is.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">One cell per column.</param>
internal sealed record ReportTable(string Title, int Keys,
    IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<TableCell>> Rows);

/// <summary>Where an experiment tells what it found.</summary>
internal interface IReport
{
    /// <summary>A table; nothing where it has no rows.</summary>
    void Add(ReportTable table);

    /// <summary>A sentence.</summary>
    void Say(string sentence);
}
