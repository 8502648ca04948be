using System.Text;

namespace TimeScales.Kernel;

/// <summary>A value as text that reads like C#.</summary>
internal sealed class LiteralText(ValueNode root)
{
    /// <summary>A longer text than this in a notebook is a mistake more often than a wish.</summary>
    private const int MostCharacters = 15_000;

    /// <summary>Beyond it each object of a sequence gets a line.</summary>
    private const int WideLine = 120;

    /// <summary>In one line, whatever its length.</summary>
    internal string Line { get; } = Limit(Write(new StringBuilder(), root).ToString());

    /// <summary>In lines where it is long.</summary>
    internal string Text => root switch
    {
        TableNode table => Limit(Aligned(table)),
        SequenceNode { Items: var items } sequence when Line.Length > WideLine && items.Any(item => item is not LeafNode) =>
            Limit(Lines(sequence.TypeName, items.Select(item => new LiteralText(item).Line), sequence.Rest)),
        DictionaryNode dictionary when Line.Length > WideLine =>
            Limit(Lines(dictionary.TypeName, dictionary.Entries.Select(entry =>
                $"[{new LiteralText(entry.Key).Line}] = {new LiteralText(entry.Value).Line}"), dictionary.Rest)),
        ObjectNode item when Line.Length > WideLine =>
            Limit(Lines(item.TypeName, item.Members.Select(member => $"{member.Name} = {new LiteralText(member.Value).Line}"),
                item.Rest)),
        _ => Line,
    };

    private static string Lines(string name, IEnumerable<string> parts, string? rest) =>
        $"{name}\n{{\n{string.Concat(parts.Select(part => $"    {part},\n"))}{(rest is null ? "" : $"    {rest}\n")}}}";

    private static StringBuilder Write(StringBuilder text, ValueNode node)
    {
        if (text.Length > MostCharacters)
            return text;
        return node switch
        {
            LeafNode leaf => text.Append(leaf.Text),
            TupleNode tuple => Join(text.Append('('), tuple.Items, (into, item) => Write(into, item), null).Append(')'),
            SequenceNode sequence => Braces(text, sequence.TypeName, sequence.Items,
                (into, item) => Write(into, item), sequence.Rest),
            DictionaryNode dictionary => Braces(text, dictionary.TypeName, dictionary.Entries,
                (into, entry) => Write(Write(into.Append('['), entry.Key).Append("] = "), entry.Value), dictionary.Rest),
            ObjectNode item => Braces(text, item.TypeName, item.Members,
                (into, member) => Write(into.Append(member.Name).Append(" = "), member.Value), item.Rest),
            TableNode table =>
                text.Append($"{(table.Caption.Length > 0 ? table.Caption : "table")} {{ {string.Join(", ", table.Columns)} }}"),
            _ => text,
        };
    }

    private static StringBuilder Braces<T>(StringBuilder text, string name, IReadOnlyList<T> items,
        Action<StringBuilder, T> write, string? rest)
    {
        text.Append(name).Append(name.Length > 0 ? " " : "");
        return items.Count == 0 && rest is null ? text.Append("{ }") : Join(text.Append("{ "), items, write, rest).Append(" }");
    }

    private static StringBuilder Join<T>(StringBuilder text, IReadOnlyList<T> items, Action<StringBuilder, T> write, string? rest)
    {
        for (var i = 0; i < items.Count && text.Length <= MostCharacters; i++)
        {
            text.Append(i > 0 ? ", " : "");
            write(text, items[i]);
        }
        return rest is null ? text : text.Append(items.Count > 0 ? ", " : "").Append(rest);
    }

    private static string Aligned(TableNode table)
    {
        IReadOnlyList<IReadOnlyList<string>> rows =
            [table.Columns, .. table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(OneLine)])];
        var widths = Enumerable.Range(0, table.Columns.Count)
            .Select(column => rows.Max(row => column < row.Count ? Math.Min(row[column].Length, 60) : 0)).ToArray();
        List<string> lines = table.Caption.Length > 0 ? [table.Caption] : [];
        lines.AddRange(rows.Select(row => string.Join("  ", row.Select(Padded)).TrimEnd()));
        if (table.Rest is { } rest)
            lines.Add(rest);
        return string.Join('\n', lines);

        string Padded(string cell, int column) =>
            (cell.Length > 60 ? cell[..59] + "…" : cell).PadRight(column < widths.Length ? widths[column] : 0);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Limit(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters] + "…";
}
