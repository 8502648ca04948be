namespace TimeScales.Figures.Gallery;

/// <summary>The grid of most figures: a panel per task, cell or statistic, row by row.</summary>
internal static class PanelRows
{
    /// <summary>One panel per item that has any data; places on the grid are given here.</summary>
    /// <param name="items">Tasks, cells or statistics.</param>
    /// <param name="columns">Panels in a row.</param>
    /// <param name="notes">Told which item has no data.</param>
    /// <param name="nameOf">An item in the reader's words.</param>
    /// <param name="draw">An item's panel; null without data.</param>
    public static IReadOnlyList<Panel> Of(
        IEnumerable<string> items, int columns, Notes notes, Func<string, string> nameOf, Func<string, Panel?> draw)
    {
        var panels = new List<Panel>();
        foreach (var item in items)
        {
            if (draw(item) is { } panel)
                panels.Add(panel with { Row = panels.Count / columns, Column = panels.Count % columns });
            else
                notes.Lacks(nameOf(item));
        }
        return panels;
    }
}
