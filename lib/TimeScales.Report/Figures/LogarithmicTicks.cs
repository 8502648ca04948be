namespace TimeScales.Figures;

/// <summary>What a logarithmic axis shows: powers of ten with their names, and short strokes between them.</summary>
internal static class LogarithmicTicks
{
    private const int Most = 5;

    /// <summary>Exponents of the powers that are named, about six at most and evenly spaced.</summary>
    /// <param name="low">Lower end of the axis, as a power of ten.</param>
    /// <param name="high">Upper end.</param>
    public static IReadOnlyList<int> Powers(double low, double high)
    {
        var every = Every(low, high);
        return [.. Whole(low, high).Where(power => power % every == 0)];
    }

    /// <summary>Values of the strokes: the multiples of a power where every one is named, else the
    /// powers without a name.</summary>
    public static IReadOnlyList<double> Between(double low, double high)
    {
        var every = Every(low, high);
        return every > 1
            ? [.. Whole(low, high).Where(power => power % every != 0).Select(power => Math.Pow(10, power))]
            : [.. Whole(low - 1, high).SelectMany(power => Enumerable.Range(2, 8).Select(digit => digit * Math.Pow(10, power)))
                .Where(value => Math.Log10(value) >= low && Math.Log10(value) <= high)];
    }

    private static int Every(double low, double high) => Math.Max(1, (int)Math.Ceiling((high - low) / Most));

    private static IEnumerable<int> Whole(double low, double high)
    {
        for (var power = (int)Math.Ceiling(low); power <= high; power++)
            yield return power;
    }
}
