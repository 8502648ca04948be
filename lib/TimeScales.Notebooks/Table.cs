using System.Net;
using System.Text;

namespace TimeScales.Notebooks;

/// <summary>A table in a notebook: markup where the front end shows it, aligned text elsewhere.</summary>
/// <param name="Columns">Names of the columns, with units.</param>
/// <param name="Rows">Rows, one text per column.</param>
[TypeFormatterSource(typeof(TableFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>A table whose rows are made from items.</summary>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="items">One per row.</param>
    /// <param name="row">The texts of an item's row.</param>
    public static Table Of<T>(IReadOnlyList<string> columns, IEnumerable<T> items, Func<T, IReadOnlyList<string>> row) =>
        new(columns, [.. items.Select(row)]);

    /// <summary>The table as aligned text.</summary>
    public override string ToString()
    {
        var widths = Columns.Select((name, i) => Rows.Select(row => row[i].Length).Append(name.Length).Max()).ToArray();
        string Line(IReadOnlyList<string> cells) =>
            string.Join("  ", cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd();
        return string.Join('\n', Rows.Select(Line).Prepend(Line([.. widths.Select(width => new string('-', width))]))
            .Prepend(Line(Columns)));
    }

    internal string ToHtml()
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (var column in Columns)
            html.Append("<th style=\"text-align:left\">").Append(WebUtility.HtmlEncode(column)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in Rows)
        {
            html.Append("<tr>");
            foreach (var cell in row)
                html.Append("<td style=\"text-align:left\">").Append(WebUtility.HtmlEncode(cell)).Append("</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    internal sealed class TableFormatters
    {
        public IEnumerable<object> CreateTypeFormatters() =>
            [new TypeFormatter<Table>("text/html", table => table.ToHtml()),
                new TypeFormatter<Table>("text/plain", table => table.ToString())];
    }
}
