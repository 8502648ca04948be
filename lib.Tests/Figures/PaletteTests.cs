using TimeScales.Figures;

namespace TimeScales.Tests.Figures;

internal sealed class PaletteTests
{
    /// <summary>Okabe and Ito's own numbers (jfly.uni-koeln.de/color), red, green and blue.</summary>
    [TestCase(Palette.Blue, 0, 114, 178)]
    [TestCase(Palette.Vermilion, 213, 94, 0)]
    [TestCase(Palette.Green, 0, 158, 115)]
    [TestCase(Palette.Purple, 204, 121, 167)]
    [TestCase(Palette.Orange, 230, 159, 0)]
    [TestCase(Palette.SkyBlue, 86, 180, 233)]
    public void The_colours_are_Okabe_s_and_Ito_s(string colour, int red, int green, int blue) =>
        Assert.That(Palette.Faded(colour, 0.5), Is.EqualTo(FormattableString.Invariant($"rgba({red},{green},{blue},0.5)")));

    [Test]
    public void Things_in_one_panel_have_different_colours()
    {
        string[] cells = ["scalar", "multi", "gru", "lstm", "plain"];

        Assert.That(Palette.Sequence, Is.Unique.And.Count.EqualTo(5));
        Assert.That(cells.Select(Palette.OfCell), Is.Unique);
        Assert.That(Palette.OfCell("leaky"), Is.EqualTo(Palette.OfCell("plain")));
        Assert.That(cells.Select(Palette.OfCell), Has.None.EqualTo(Palette.OfCell("a further one")));
        Assert.That(Palette.At(5), Is.EqualTo(Palette.OfCell("a further one")), "behind the sequence");
    }
}
