using System.Text.Json.Nodes;

namespace TimeScales.Cli;

/// <summary>A table of the console.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Keys">How many of the first columns say what a row is.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">One cell per column.</param>
internal sealed record ReportTable(string Title, int Keys, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<TableCell>> Rows)
{
    private const string Gap = "  ";

    /// <summary>The table in lines of that many columns: what does not fit side by side stands below, with the key columns again.</summary>
    public IEnumerable<string> Lines(int width)
    {
        var widths = Columns.Select((name, i) => Rows.Select(row => row[i].Text.Length).Append(name.Length).Max()).ToArray();
        var keys = Enumerable.Range(0, Keys).ToArray();
        var next = Keys;
        do
        {
            if (next > Keys)
                yield return "";
            var block = keys.ToList();
            var used = keys.Sum(i => widths[i] + Gap.Length);
            while (next < Columns.Count && (block.Count == Keys || used + widths[next] <= width))
            {
                used += widths[next] + Gap.Length;
                block.Add(next++);
            }
            foreach (var row in Rows.Select(row => row.Select(cell => cell.Text).ToArray()).Prepend([.. Columns]))
            {
                foreach (var line in Line(row, block, widths, width))
                    yield return line;
            }
        }
        while (next < Columns.Count);
    }

    /// <summary>The rows as objects, a property per column.</summary>
    public JsonObject ToJson() => new()
    {
        ["title"] = Title,
        ["rows"] = new JsonArray([.. Rows.Select(row => new JsonObject(Columns.Select((name, i) => KeyValuePair.Create(name, row[i].Json?.DeepClone()))))]),
    };

    /// <summary>A row of a block; only what stands last may take several lines.</summary>
    private static IEnumerable<string> Line(string[] row, List<int> block, int[] widths, int width)
    {
        var before = string.Concat(block[..^1].Select(i => row[i].PadRight(widths[i]) + Gap));
        var indent = before;
        foreach (var part in Terminal.Wrap(row[block[^1]], width - before.Length))
        {
            yield return (indent + part).TrimEnd();
            indent = new string(' ', before.Length);
        }
    }
}
