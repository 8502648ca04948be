using System.Text.Json.Nodes;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>A table as it is printed.</summary>
internal static class TableText
{
    private const string Gap = "  ";

    /// <summary>The table in lines of that many columns: what does not fit side by side stands below, with
    /// the key columns again.</summary>
    public static IEnumerable<string> Lines(this ReportTable table, int width)
    {
        var widths = table.Columns.Select((name, i) => table.Rows.Select(row => row[i].Text.Length).Append(name.Length).Max())
            .ToArray();
        var keys = Enumerable.Range(0, table.Keys).ToArray();
        var next = table.Keys;
        do
        {
            if (next > table.Keys)
                yield return "";
            var block = keys.ToList();
            var used = keys.Sum(i => widths[i] + Gap.Length);
            while (next < table.Columns.Count && (block.Count == table.Keys || used + widths[next] <= width))
            {
                used += widths[next] + Gap.Length;
                block.Add(next++);
            }
            foreach (var row in table.Rows.Select(row => row.Select(cell => cell.Text).ToArray()).Prepend([.. table.Columns]))
            {
                foreach (var line in Line(row, block, widths, width))
                    yield return line;
            }
        }
        while (next < table.Columns.Count);
    }

    /// <summary>The rows as objects, a property per column.</summary>
    public static JsonObject ToJson(this ReportTable table) => new()
    {
        ["title"] = table.Title,
        ["rows"] = new JsonArray([.. table.Rows.Select(row =>
            new JsonObject(table.Columns.Select((name, i) => KeyValuePair.Create(name, row[i].Json?.DeepClone()))))]),
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
