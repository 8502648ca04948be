namespace TimeScales.Figures;

/// <summary>Sets the panels of a figure on a canvas: on the figure's own grid, or one below the other
/// for a narrow screen.</summary>
internal sealed class PanelGrid
{
    /// <summary>Text size everywhere, in pixels of 1/96 in: 8.25 pt at the printed width.</summary>
    public const int FontSize = 11;

    /// <summary>Width of a character of text, roughly, in pixels.</summary>
    public const double CharacterWidth = 6.1;

    private const double NumbersWidth = 36;
    private const double TitleHeight = 18;
    private const double TicksHeight = 20;
    private const double Gap = 12;

    /// <param name="figure">The figure.</param>
    /// <param name="width">Canvas width in pixels.</param>
    /// <param name="isStacked">Whether every panel has a row of its own.</param>
    /// <param name="header">Space kept free above the panels, in pixels.</param>
    public PanelGrid(Figure figure, double width, bool isStacked, double header)
    {
        var panels = figure.Panels;
        var cells = panels.Select((p, i) => isStacked ? (Row: i, Column: 0) : (p.Row, p.Column)).ToArray();
        var columns = cells.Max(c => c.Column) + 1;
        var rows = cells.Max(c => c.Row) + 1;
        bool Repeats(int i) =>
            cells[i].Column > 0 && panels.Where((p, j) => cells[j].Row == cells[i].Row && cells[j].Column == cells[i].Column - 1)
            .Any(left => (left.Y.Names is { } names && panels[i].Y.Names is { } own && names.SequenceEqual(own))
                || (left.Y.Group is { } group && group == panels[i].Y.Group));

        // A title is not said again beside a panel that has it.
        bool HasYTitle(int i) => !Repeats(i) && panels[i].Y.Title.Length > 0
            && !panels.Where((p, j) => cells[j].Row == cells[i].Row && cells[j].Column == cells[i].Column - 1
                && p.Y.Title == panels[i].Y.Title).Any();

        // On the figure's own grid plot areas line up; one below the other, each takes the room that its own words leave.
        double OwnLeft(int i) => Repeats(i) ? Gap / 2 : TicksWidth(panels[i].Y) + (HasYTitle(i) ? FontSize + 8 : 0);
        double OwnRight(int i) => LabelLength(panels[i]) * CharacterWidth + Gap;
        var indices = Enumerable.Range(0, panels.Count).ToArray();
        var leftMargins = Enumerable.Range(0, columns)
            .Select(c => indices.Where(i => cells[i].Column == c).Select(OwnLeft).DefaultIfEmpty(0).Max()).ToArray();
        var rightMargin = indices.Max(OwnRight);
        var plotWidth = (width - leftMargins.Sum() - columns * rightMargin) / columns;

        var places = new Place[panels.Count];
        var top = header;
        for (var row = 0; row < rows; row++)
        {
            var below = TicksHeight;
            for (var i = 0; i < panels.Count; i++)
            {
                if (cells[i].Row != row)
                    continue;
                var hasXTitle = isStacked
                    || !panels.Where((p, j) => cells[j].Column == cells[i].Column && cells[j].Row > row
                    && p.X.Title == panels[i].X.Title).Any();
                var column = cells[i].Column;
                var (left, across) = isStacked
                    ? (OwnLeft(i), width - OwnLeft(i) - OwnRight(i))
                    : (leftMargins.Take(column + 1).Sum() + column * (plotWidth + rightMargin), plotWidth);
                places[i] = new Place(left, top + TitleHeight, across, figure.PanelHeight, hasXTitle, HasYTitle(i), !Repeats(i));
                below = Math.Max(below, TicksHeight + (hasXTitle ? FontSize + 8 : 0));
            }
            top += TitleHeight + figure.PanelHeight + below;
        }
        (Places, Width, Height) = (places, width, top + 4);
    }

    /// <summary>One place per panel.</summary>
    public IReadOnlyList<Place> Places { get; }

    /// <summary>Canvas width in pixels.</summary>
    public double Width { get; }

    /// <summary>Canvas height in pixels.</summary>
    public double Height { get; }

    private static int LabelLength(Panel panel) => panel.Marks.OfType<Line>().Select(line => line.Label?.Length ?? 0)
        .DefaultIfEmpty(0).Max();

    private static double TicksWidth(Axis axis) => axis.Names is { } names ? names.Max(name => name.Length) * CharacterWidth + Gap
        : NumbersWidth;
}
