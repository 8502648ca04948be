namespace TimeScales.Figures;

/// <summary>Something drawn in a panel. NaN means no value there, and leaves a gap.</summary>
public abstract record Mark;
