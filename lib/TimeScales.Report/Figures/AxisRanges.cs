namespace TimeScales.Figures;

/// <summary>What every axis of a figure shows: all data of its group, with a little room.</summary>
internal sealed class AxisRanges
{
    private const double Room = 0.04, NamesMargin = 0.6;

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
            return (axis.Names!.Count - 1 + NamesMargin, -NamesMargin);
        }
        if (!extents.TryGetValue(Key(isX, panelIndex, panel), out var extent))
            return (0, 1);
        var (low, high) = extent;
        // A single value still needs an axis around it.
        if (high - low < 1e-9 * Math.Max(1, Math.Abs(high)))
            (low, high) = (low - 0.3, high + 0.3);
        var room = Room * (high - low);
        return axis.Scale == AxisScale.Logarithmic ? WithTwoPowers(low - room, high + room) : (low - room, high + room);
    }

    /// <summary>Whether a logarithmic axis has values of a single decade, in which it is nearly linear and has one
    /// power of ten to show.</summary>
    public bool IsWithinDecade(int panelIndex, Panel panel, bool isX) =>
        extents.TryGetValue(Key(isX, panelIndex, panel), out var extent) && extent.High - extent.Low < 1;

    /// <summary>One tick says nothing of a scale.</summary>
    private static (double Low, double High) WithTwoPowers(double low, double high)
    {
        while (Math.Floor(high) - Math.Ceiling(low) < 1)
        {
            var (below, above) = (Math.Ceiling(low) - 1, Math.Floor(high) + 1);
            (low, high) = low - below < above - high ? (below, high) : (low, above);
        }
        return (low, high);
    }

    private static (bool, string) Key(bool isX, int panelIndex, Panel panel) =>
        (isX, (isX ? panel.X.Group : panel.Y.Group) ?? FormattableString.Invariant($"panel {panelIndex}"));

    private static IEnumerable<(bool IsX, IEnumerable<double> Values)> Values(Mark mark) => mark switch
    {
        Line { SetsRange: true } line =>
            [(true, line.X), (false, line.Y), (false, line.Spread?.Lower ?? []), (false, line.Spread?.Upper ?? [])],
        Line => [],
        Dots dots => [(true, dots.Points.SelectMany(p => new[] { p.Value, p.Lower, p.Upper }))],
        Points points => [(true, points.All.Select(p => p.X)), (false, points.All.Select(p => p.Y))],
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
