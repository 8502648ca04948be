namespace TimeScales.Figures.Gallery;

/// <summary>The grid of most figures: the corrected protocol in the left column, the published one in the right.</summary>
internal static class SideBySide
{
    /// <summary>Said in every caption that has both columns; by name, because on a narrow screen they stand one below the other.</summary>
    public const string Columns = "Panels named 'corrected' follow the corrected protocol, those named 'published' the released program's measurements.";

    private static readonly string[] Protocols = ["corrected", "published"];

    /// <summary>One row of panels per item that has any data.</summary>
    /// <param name="items">Tasks or cells, top to bottom.</param>
    /// <param name="notes">Told which item lacks which protocol.</param>
    /// <param name="nameOf">An item in the reader's words.</param>
    /// <param name="draw">Item, protocol, row and column to a panel; null without data.</param>
    public static IReadOnlyList<Panel> Panels(IEnumerable<string> items, Notes notes, Func<string, string> nameOf, Func<string, string, int, int, Panel?> draw)
    {
        var panels = new List<Panel>();
        var row = 0;
        foreach (var item in items)
        {
            var drawn = Protocols.Select((protocol, column) => draw(item, protocol, row, column)).ToArray();
            for (var column = 0; column < drawn.Length; column++)
            {
                if (drawn[column] is null)
                    notes.Lacks($"{nameOf(item)} ({Protocols[column]})");
            }
            if (drawn.All(panel => panel is null))
                continue;
            panels.AddRange(drawn.OfType<Panel>());
            row++;
        }
        return panels;
    }
}
