using System.Net;
using System.Text;

namespace TimeScales.Kernel;

/// <summary>Values with rows and columns as an HTML table: sequences of objects, of sequences and of dictionaries, objects,
/// dictionaries, frames.</summary>
internal static class HtmlTable
{
    private const int MostColumns = 20;
    private const int MostCharactersOfACell = 200;
    private const int MostCharacters = 15_000;

    /// <summary>The table; null for a value that has no rows and columns.</summary>
    internal static string? Of(ValueNode node) => node switch
    {
        TableNode table => Write(table.Caption, table.Columns, table.Rows, table.Rest),
        SequenceNode { Items: [_, ..] items } sequence when items.All(item => item is ObjectNode or LeafNode { Text: "null" })
            && items.Any(item => item is ObjectNode) =>
            Write(sequence.TypeName, ["", .. ColumnsOf(items)], Numbered(items.Select(item => CellsOf(item, ColumnsOf(items)))),
                sequence.Rest),
        SequenceNode { Items: [_, ..] items } sequence when items.All(item => item is SequenceNode or TupleNode) =>
            Write(sequence.TypeName, ["",
                .. Enumerable.Range(0, Math.Min(MostColumns, items.Max(item => ItemsOf(item).Count))).Select(i => $"{i}")],
                Numbered(items.Select(item => ItemsOf(item).Take(MostColumns).Select(Cell))), sequence.Rest),
        SequenceNode { Items: [_, ..] items } sequence when items.All(item => item is DictionaryNode) =>
            Write(sequence.TypeName, ["", .. KeysOf(items)],
                Numbered(items.Select(item => KeysOf(items).Select(key => ValueAt((DictionaryNode)item, key)))), sequence.Rest),
        DictionaryNode { Entries: [_, ..] entries } dictionary when entries.All(entry => entry.Value is ObjectNode)
            && ColumnsOf(entries.Select(entry => entry.Value)) is var columns =>
            Write(dictionary.TypeName, ["key", .. columns], entries.Select(entry =>
                (IEnumerable<string>)[Cell(entry.Key), .. CellsOf(entry.Value, columns)]), dictionary.Rest),
        DictionaryNode dictionary => Write(dictionary.TypeName, ["key", "value"],
            dictionary.Entries.Select(entry => (IEnumerable<string>)[Cell(entry.Key), Cell(entry.Value)]), dictionary.Rest),
        ObjectNode { Members.Count: > 0 } item => Write(item.TypeName is "new" ? "" : item.TypeName, [],
            item.Members.Select(member => (IEnumerable<string>)[member.Name, Cell(member.Value)]), item.Rest),
        _ => null,
    };

    private static List<string> ColumnsOf(IEnumerable<ValueNode> items) =>
        [.. items.OfType<ObjectNode>().SelectMany(item => item.Members.Select(member => member.Name)).Distinct()
            .Take(MostColumns)];

    private static IEnumerable<string> CellsOf(ValueNode item, List<string> columns) =>
        columns.Select(column => item is ObjectNode { Members: var members }
            && members.FirstOrDefault(member => member.Name == column) is { Name: not null } found ? Cell(found.Value) : "");

    private static List<string> KeysOf(IEnumerable<ValueNode> items) =>
        [.. items.Cast<DictionaryNode>().SelectMany(item => item.Entries.Select(entry => Cell(entry.Key))).Distinct()
            .Take(MostColumns)];

    private static string ValueAt(DictionaryNode item, string key) =>
        item.Entries.FirstOrDefault(entry => Cell(entry.Key) == key).Value is { } value ? Cell(value) : "";

    private static IReadOnlyList<ValueNode> ItemsOf(ValueNode node) => node switch
    {
        SequenceNode sequence => sequence.Items,
        TupleNode tuple => tuple.Items,
        _ => [],
    };

    private static IEnumerable<IEnumerable<string>> Numbered(IEnumerable<IEnumerable<string>> rows) =>
        rows.Select((row, index) => row.Prepend($"{index}"));

    /// <summary>A text without its quotes, which mean nothing in a table.</summary>
    private static string Cell(ValueNode node)
    {
        var text = new LiteralText(node).Line;
        return node is LeafNode && text is ['"', .. var inner, '"'] && !inner.Contains('\\', StringComparison.Ordinal)
            ? inner
            : text;
    }

    private static string Write(string caption, IReadOnlyList<string> columns, IEnumerable<IEnumerable<string>> rows,
        string? rest)
    {
        var html = new StringBuilder("<table>");
        if (caption.Length > 0)
            html.Append("<caption>").Append(Encoded(caption)).Append("</caption>");
        if (columns.Count > 0)
            html.Append("<thead><tr>").AppendJoin("", columns.Select(column => $"<th>{Encoded(column)}</th>"))
                .Append("</tr></thead>");
        html.Append("<tbody>");
        var width = columns.Count;
        foreach (var row in rows)
        {
            if (html.Length > MostCharacters)
            {
                rest = "… more";
                break;
            }
            html.Append("<tr>");
            var index = 0;
            foreach (var cell in row.TakeWhile(_ => html.Length <= MostCharacters))
            {
                var tag = index++ == 0 ? "th" : "td";
                html.Append($"<{tag}>").Append(Encoded(cell)).Append($"</{tag}>");
            }
            html.Append("</tr>");
            width = Math.Max(width, index);
        }
        if (rest is not null)
            html.Append($"<tr><td colspan=\"{Math.Max(width, 1)}\">").Append(Encoded(rest)).Append("</td></tr>");
        return html.Append("</tbody></table>").ToString();
    }

    private static string Encoded(string text) =>
        WebUtility.HtmlEncode(text.Length <= MostCharactersOfACell ? text : text[..MostCharactersOfACell] + "…");
}
