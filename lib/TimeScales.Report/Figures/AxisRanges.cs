namespace TimeScales.Figures;

/// <summary>What every axis of a figure shows: all data of its group, with a little room.</summary>
internal sealed class AxisRanges
{
    private const double Room = 0.04;

    private readonly Dictionary<(bool IsX, string Key), (double Low, double High)> extents = [];

    public AxisRanges(Figure figure)
    {
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            var panel = figure.Panels[i];
            foreach (var mark in panel.Marks)
            {
                foreach (var (isX, values) in Values(mark))
                    Include(Key(isX, i, panel), isX ? panel.X : panel.Y, values);
            }
        }
    }

    /// <summary>The range of a panel's axis, in Plotly's terms: a logarithmic axis counts in powers of ten.</summary>
    public (double Low, double High) Of(int panelIndex, Panel panel, bool isX)
    {
        var axis = isX ? panel.X : panel.Y;
        if (axis.Scale == AxisScale.Names)
        {
            var margin = panel.Marks.Any(m => m is HeatMap) ? 0.5 : 0.6;
            return (axis.Names!.Count - 1 + margin, -margin);
        }
        if (!extents.TryGetValue(Key(isX, panelIndex, panel), out var extent))
            return (0, 1);
        var (low, high) = extent;
        // A single value still needs an axis around it.
        if (high - low < 1e-9 * Math.Max(1, Math.Abs(high)))
            (low, high) = (low - 0.3, high + 0.3);
        var room = panel.Marks.Any(m => m is HeatMap) ? 0.5 : Room * (high - low);
        return (low - room, high + room);
    }

    private static (bool, string) Key(bool isX, int panelIndex, Panel panel) =>
        (isX, (isX ? panel.X.Group : panel.Y.Group) ?? FormattableString.Invariant($"panel {panelIndex}"));

    private static IEnumerable<(bool IsX, IEnumerable<double> Values)> Values(Mark mark) => mark switch
    {
        Line { SetsRange: true } line => [(true, line.X), (false, line.Y), (false, line.Spread?.Lower ?? []), (false, line.Spread?.Upper ?? [])],
        Line => [],
        Dots dots => [(true, dots.Points.SelectMany(p => new[] { p.Value, p.Lower, p.Upper }))],
        HeatMap map => [(true, map.X)],
        Guide guide => [(guide.IsVertical, [guide.Value])],
        _ => throw new NotSupportedException($"A mark of type {mark.GetType().Name} has no extent."),
    };

    private void Include((bool, string) key, Axis axis, IEnumerable<double> values)
    {
        foreach (var value in values)
        {
            var place = axis.Scale == AxisScale.Logarithmic ? Math.Log10(value) : value;
            if (!double.IsFinite(place))
                continue;
            var (low, high) = extents.GetValueOrDefault(key, (place, place));
            extents[key] = (Math.Min(low, place), Math.Max(high, place));
        }
    }
}
