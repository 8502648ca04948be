using System.Data;
using System.Globalization;

namespace TimeScales.Kernel;

/// <summary>ADO.NET's tables.</summary>
internal static class DataTables
{
    private const int MostRows = 20;
    private const int MostColumns = 20;

    internal static TableNode Read(DataTable table) => Read(table, table.Rows.Cast<DataRow>().Take(MostRows), table.Rows.Count);

    internal static TableNode Read(DataView view) =>
        Read(view.Table ?? new DataTable(), view.Cast<DataRowView>().Take(MostRows).Select(row => row.Row), view.Count);

    private static TableNode Read(DataTable table, IEnumerable<DataRow> rows, int count)
    {
        var columns = table.Columns.Cast<DataColumn>().Take(MostColumns).ToList();
        var more = new[] { Rest(count - MostRows, "rows"), Rest(table.Columns.Count - MostColumns, "columns") }
            .Where(part => part is not null);
        return new TableNode(
            table.TableName,
            [.. columns.Select(column => column.ColumnName)],
            [.. rows.Select(row => (IReadOnlyList<string>)[.. columns.Select(column => Text(row, column))])],
            string.Join(", ", more) is { Length: > 0 } rest ? $"… {rest}" : null);
    }

    private static string Text(DataRow row, DataColumn column)
    {
        // A deleted row has only its earlier values.
        var value = row.RowState == DataRowState.Deleted ? row[column, DataRowVersion.Original] : row[column];
        return value is DBNull ? "" : value is string text ? text : PlainText.OneLine(value);
    }

    private static string? Rest(int number, string what) =>
        number > 0 ? string.Create(CultureInfo.InvariantCulture, $"{number} more {what}") : null;
}
