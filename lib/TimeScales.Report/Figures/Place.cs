namespace TimeScales.Figures;

/// <summary>Where a panel's plot area stands on the canvas, in pixels from the upper left corner.</summary>
internal sealed record Place(double Left, double Top, double Width, double Height, bool HasXTitle, bool HasYTitle,
    bool HasYTicks);
