namespace TimeScales.Figures;

/// <summary>The colours of all figures: M. Okabe and K. Ito's set, which readers with any common colour-vision
/// deficiency can tell apart.</summary>
/// <remarks>A colour is a cell, whatever is drawn: tasks have panels, progress has steps of a colour, all else is grey. Yellow is
/// left out, because a thin yellow line on white cannot be seen.</remarks>
public static class Palette
{
    /// <summary>Text, axes and reference lines.</summary>
    public const string Ink = "#303030";

    /// <summary>Overlays and guides that should stay behind the data.</summary>
    public const string Grey = "#767676";

    /// <summary>Blue.</summary>
    public const string Blue = "#0072B2";

    /// <summary>Vermilion.</summary>
    public const string Vermilion = "#D55E00";

    /// <summary>Bluish green.</summary>
    public const string Green = "#009E73";

    /// <summary>Reddish purple.</summary>
    public const string Purple = "#CC79A7";

    /// <summary>Orange.</summary>
    public const string Orange = "#E69F00";

    /// <summary>Sky blue.</summary>
    public const string SkyBlue = "#56B4E9";

    /// <summary>The colour of a cell, the same in every figure; of cells without a colour of their own
    /// only names tell apart.</summary>
    public static string OfCell(string cell) => cell switch
    {
        "leaky" => Green,
        "plain" => Ink,
        "scalar" => Blue,
        "multi" => Vermilion,
        "gru" => Purple,
        "lstm" => Orange,
        _ => SkyBlue,
    };

    /// <summary>A step on the way to a colour, in its own hue: progress, which has no colours of its own.</summary>
    /// <param name="colour">The colour at the end of the way.</param>
    /// <param name="share">How much of the way, from 0 to 1.</param>
    public static string Step(string colour, double share)
    {
        var (red, green, blue) = Parts(colour);
        int Mixed(int part) => (int)Math.Round(255 + (0.4 + 0.6 * share) * (part - 255));
        return $"#{Mixed(red):X2}{Mixed(green):X2}{Mixed(blue):X2}";
    }

    /// <summary>A colour with an opacity, as Plotly reads it.</summary>
    public static string Faded(string colour, double opacity)
    {
        var (red, green, blue) = Parts(colour);
        return FormattableString.Invariant($"rgba({red},{green},{blue},{opacity})");
    }

    private static (int Red, int Green, int Blue) Parts(string colour) =>
        (Convert.ToInt32(colour[1..3], 16), Convert.ToInt32(colour[3..5], 16), Convert.ToInt32(colour[5..7], 16));
}
