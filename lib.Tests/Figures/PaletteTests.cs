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
    public void Cells_have_different_colours()
    {
        string[] cells = ["scalar", "multi", "gru", "lstm", "plain", "leaky"];

        Assert.That(cells.Select(Palette.OfCell), Is.Unique);
        Assert.That(cells.Select(Palette.OfCell), Has.None.EqualTo(Palette.OfCell("a further one")));
    }

    /// <summary>From two fifths of the colour on white to the colour.</summary>
    [TestCase(0, "#99C7E0")]
    [TestCase(0.5, "#4C9CC9")]
    [TestCase(1, Palette.Blue)]
    public void Progress_goes_from_pale_to_full_in_one_hue(double share, string colour) =>
        Assert.That(Palette.Step(Palette.Blue, share), Is.EqualTo(colour));
}
