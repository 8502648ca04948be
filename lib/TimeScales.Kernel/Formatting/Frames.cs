using System.Globalization;
using System.Reflection;

namespace TimeScales.Kernel;

/// <summary>Frames of libraries that this one does not know: Deedle's frames and series, and Microsoft.Data.Analysis'.</summary>
/// <remarks>Found by the names of what they offer for showing themselves, as .NET Interactive's conventions are.</remarks>
internal static class Frames
{
    private const int Most = 20;

    /// <summary>The frame as a table; null for anything else.</summary>
    internal static TableNode? Read(object value)
    {
        var contracts = value.GetType().GetInterfaces();
        if (Array.Find(contracts, contract => contract.FullName == "Deedle.Internal.IFrameFormattable") is { } frame)
        {
            var (rows, columns) = ((int)Invoke(frame, "GetRowLevels", value), Dimensions(Invoke(frame, "GetDimensions", value)));
            return Deedle((string[][])Invoke(frame, "InteractiveFormat", value, Most, Most, false), rows,
                $"Frame of {columns.Item1} rows and {columns.Item2} columns");
        }
        if (Array.Find(contracts, contract => contract.FullName == "Deedle.Internal.ISeriesFormattable") is { } series)
            return Deedle([["", "value"], .. (string[][])Invoke(series, "InteractiveFormat", value, Most)], 1,
                $"Series of {Invoke(series, "GetKeyCount", value)}");
        return value.GetType().FullName == "Microsoft.Data.Analysis.DataFrame" ? Analysis(value) : null;
    }

    /// <summary>Deedle puts an arrow between keys and values.</summary>
    private static TableNode Deedle(string[][] cells, int keyLevels, string caption)
    {
        var rows = cells.Select(row => row.Length > keyLevels && row[keyLevels] is "->" or ""
            ? row.Where((_, i) => i != keyLevels).ToArray()
            : row).ToArray();
        return new TableNode(caption, rows is [] ? [] : rows[0], rows is [] ? [] : rows[1..], null);
    }

    private static TableNode Analysis(object frame)
    {
        var columns = ((System.Collections.IEnumerable)Get(frame, "Columns")).Cast<object>().ToList();
        var rows = Convert.ToInt64(Get(Get(frame, "Rows"), "Count"), CultureInfo.InvariantCulture);
        var shown = columns.Take(Most).ToList();
        var texts = Enumerable.Range(0, (int)Math.Min(rows, Most)).Select(row =>
            (IReadOnlyList<string>)[$"{row}", .. shown.Select(column => Cell(column, row))]);
        return new TableNode(
            $"DataFrame of {rows} rows and {columns.Count} columns",
            ["", .. shown.Select(column => (string)Get(column, "Name"))],
            [.. texts],
            rows > Most ? $"… {rows - Most} more rows" : null);
    }

    private static string Cell(object column, int row)
    {
        var item = column.GetType().GetProperties()
            .First(property => property.GetIndexParameters() is [{ ParameterType: var index }] && index == typeof(long));
        return item.GetValue(column, [(long)row]) switch
        {
            null => "",
            string text => text,
            var value => PlainText.OneLine(value),
        };
    }

    private static (object, object) Dimensions(object tuple) => (Get(tuple, "Item1"), Get(tuple, "Item2"));

    private static object Get(object instance, string property) => instance.GetType().GetProperty(property)!.GetValue(instance)!;

    private static object Invoke(Type contract, string method, object instance, params object[] arguments) =>
        contract.GetMethod(method, BindingFlags.Public | BindingFlags.Instance)!.Invoke(instance, arguments)!;
}
