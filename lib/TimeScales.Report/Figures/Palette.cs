namespace TimeScales.Figures;

/// <summary>The colours of all figures: M. Okabe and K. Ito's set, which readers with any common colour-vision deficiency can tell apart.</summary>
/// <remarks>Yellow is left out, because a thin yellow line on white cannot be seen.</remarks>
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

    /// <summary>The colour of a cell, the same in every figure; where leaky and plain meet, or several cells without a colour of their own, only names
    /// tell them apart.</summary>
    public static string OfCell(string cell) => cell switch
    {
        "leaky" or "plain" => Green,
        "scalar" => Blue,
        "multi" => Vermilion,
        "gru" => Purple,
        "lstm" => Orange,
        _ => SkyBlue,
    };

    /// <summary>Colours for up to five things that are not cells.</summary>
    public static IReadOnlyList<string> Sequence { get; } = [Blue, Vermilion, Green, Purple, Orange];

    /// <summary>The colour of the thing at a place: one of the sequence and, behind it, the same for all.</summary>
    public static string At(int place) => place < Sequence.Count ? Sequence[place] : SkyBlue;

    /// <summary>A colour with an opacity, as Plotly reads it.</summary>
    public static string Faded(string colour, double opacity)
    {
        var (red, green, blue) = (Convert.ToInt32(colour[1..3], 16), Convert.ToInt32(colour[3..5], 16), Convert.ToInt32(colour[5..7], 16));
        return FormattableString.Invariant($"rgba({red},{green},{blue},{opacity})");
    }
}
