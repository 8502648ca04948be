using TimeScales.Figures;

namespace TimeScales.Tests.Figures;

/// <summary>What an axis shows: all its data and a twenty-fifth of their range on either side.</summary>
internal sealed class AxisRangesTests
{
    private static readonly Axis Lag = new("h", AxisScale.Linear);

    [Test]
    public void A_linear_axis_shows_the_values_and_a_logarithmic_one_their_powers_of_ten()
    {
        var line = new Line("", Palette.Blue, [0, 100], [1e-3, 1e2]);

        Check(Panel(AxisScale.Linear, line), isX: true, -4, 104);
        Check(Panel(AxisScale.Logarithmic, line), isX: false, -3.2, 2.2);
    }

    [Test]
    public void Bands_guides_and_intervals_are_inside_and_overlays_and_missing_values_are_not_asked()
    {
        var band = new Spread(SpreadKind.Band, [0, 1], [3, 4]);
        var line = new Line("", Palette.Blue, [0, 1], [2, double.NaN]) { Spread = band };
        var overlay = new Line("", Palette.Blue, [-50, 50], [-50, 50]) { SetsRange = false };

        Check(Panel(AxisScale.Linear, line, overlay), isX: false, -0.16, 4.16);
        Check(Panel(AxisScale.Linear, line, overlay), isX: true, -0.04, 1.04);
        Check(Panel(AxisScale.Linear, line, new Guide(10)), isX: false, -0.4, 10.4);
        Check(Panel(AxisScale.Names, new Dots([new Dot(0, "", 5, 0, 10)]), new Guide(20, IsVertical: true)), isX: true, -0.8, 20.8);
    }

    [Test]
    public void Panels_of_a_group_share_their_range_and_others_do_not()
    {
        Panel Of(string? group, double low, double high) =>
            Panel(AxisScale.Linear, Values(low, high)) with { Y = new Axis("", AxisScale.Linear, group) };
        Panel[] panels = [Of("g", 0, 1), Of("g", 5, 10), Of(null, 50, 100), Of("other", 0, 10)];

        var ranges = new AxisRanges(new Figure("", "", "", "", panels, 100));

        (double, double)[] expected = [(-0.4, 10.4), (-0.4, 10.4), (48, 102), (-0.4, 10.4)];
        Assert.That(panels.Select((panel, i) => ranges.Of(i, panel, isX: false)), Is.EqualTo(expected));
    }

    [Test]
    public void A_single_value_and_none_have_an_axis_too()
    {
        Check(Panel(AxisScale.Linear, Values(5, 5)), isX: false, 4.676, 5.324);
        Check(Panel(AxisScale.Linear, Values(double.NaN, double.NaN)), isX: false, 0, 1);
    }

    [Test]
    public void Names_begin_at_the_top() => Check(Panel(AxisScale.Names, new Dots([])), isX: false, 2.6, -0.6);

    /// <summary>Values 20 to 300 lie around one power of ten: the axis goes on to the nearer of 10 and 1000. Ends by hand.</summary>
    [TestCase(20, 300, 1, 2.52416)]
    [TestCase(11.5, 300, 1, 2.53378)]
    [TestCase(50, 900, 1.64876, 3.00445)]
    public void A_logarithmic_axis_shows_two_powers_of_ten(double low, double high, double from, double to)
    {
        Check(Panel(AxisScale.Logarithmic, Values(low, high)), isX: false, from, to);
    }

    [Test]
    public void A_logarithmic_axis_within_a_decade_becomes_linear_and_its_group_with_it()
    {
        Panel Of(string group, double low, double high) =>
            Panel(AxisScale.Logarithmic, Values(low, high)) with { Y = new Axis("", AxisScale.Logarithmic, group) };
        var figure = new Figure("", "", "", "", [Of("narrow", 2, 9), Of("narrow", 3, 4), Of("wide", 2, 9), Of("wide", 5, 21)], 100);

        var scales = figure.WithTicksToRead().Panels.Select(panel => panel.Y.Scale);

        Assert.That(scales, Is.EqualTo(new[] { AxisScale.Linear, AxisScale.Linear, AxisScale.Logarithmic, AxisScale.Logarithmic }));
    }

    private static Line Values(params double[] values) => new("", Palette.Blue, [.. values.Select((_, i) => (double)i)], values);

    private static Panel Panel(AxisScale scale, params Mark[] marks) =>
        new("", 0, 0, Lag, new Axis("", scale, Names: scale == AxisScale.Names ? ["a", "b", "c"] : null), marks);

    private static void Check(Panel panel, bool isX, double low, double high)
    {
        var range = new AxisRanges(new Figure("", "", "", "", [panel], 100)).Of(0, panel, isX);

        Assert.That(new[] { range.Low, range.High }, Is.EqualTo(new[] { low, high }).Within(1e-5));
    }
}
