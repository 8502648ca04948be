using System.Globalization;

namespace TimeScales.Experiments;

/// <summary>Seeds as a user types them: a range 1..20, a list 1,5,7, or both.</summary>
public static class SeedList
{
    private const long MostSeeds = 1_000_000;

    /// <summary>The seeds in the order given, each once.</summary>
    /// <exception cref="ArgumentException">The text is not such a list; the message shows it and the two forms.</exception>
    public static IReadOnlyList<uint> Parse(string text)
    {
        var seeds = new List<uint>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split("..");
            if (ends.Length > 2 || !TryParse(ends[0], out var first) || !TryParse(ends[^1], out var last))
                throw new ArgumentException(
                    $"The seeds '{text}' are not understood; give a range like 1..20 or a list like 1,5,7.");
            if (last < first)
                throw new ArgumentException(
                    $"The seed range '{part}' runs backwards; give the smaller seed first, like {last}..{first}.");
            if (seeds.Count + (long)last - first >= MostSeeds)
                throw new ArgumentException($"The seeds '{text}' are more than {MostSeeds}; choose fewer.");
            for (var seed = (ulong)first; seed <= last; seed++)
                seeds.Add((uint)seed);
        }
        return [.. seeds.Distinct()];
    }

    private static bool TryParse(string text, out uint seed) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);
}
