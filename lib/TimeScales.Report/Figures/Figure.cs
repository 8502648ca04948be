namespace TimeScales.Figures;

/// <summary>A figure: panels on a grid, and the words a reader needs.</summary>
/// <param name="Name">File name without extension.</param>
/// <param name="Title">What was found, in one line, with its numbers from the data.</param>
/// <param name="Sees">What one sees, in one sentence.</param>
/// <param name="Caption">How it was measured, what bands or intervals are, and what is missing.</param>
/// <param name="Panels">The panels.</param>
/// <param name="PanelHeight">Height of a panel's plot area, in pixels.</param>
public sealed record Figure(string Name, string Title, string Sees, string Caption, IReadOnlyList<Panel> Panels,
    int PanelHeight = 120)
{
    /// <summary>The same with linear axes where all values of a logarithmic one lie within a decade.</summary>
    public Figure WithTicksToRead()
    {
        var ranges = new AxisRanges(this);
        Axis Readable(Axis axis, int index, bool isX) =>
            axis.Scale == AxisScale.Logarithmic && ranges.IsWithinDecade(index, Panels[index], isX)
                ? axis with { Scale = AxisScale.Linear } : axis;
        return this with { Panels = [.. Panels.Select((panel, i) =>
            panel with { X = Readable(panel.X, i, isX: true), Y = Readable(panel.Y, i, isX: false) })] };
    }
}

/// <summary>One coordinate system with what is drawn in it.</summary>
/// <param name="Title">Names what distinguishes the panel from its neighbours.</param>
/// <param name="Row">Row on the grid, from the top, counted from 0.</param>
/// <param name="Column">Column on the grid, from the left, counted from 0.</param>
/// <param name="X">Horizontal axis.</param>
/// <param name="Y">Vertical axis.</param>
/// <param name="Marks">What is drawn, first to last.</param>
public sealed record Panel(string Title, int Row, int Column, Axis X, Axis Y, IReadOnlyList<Mark> Marks);
