using System.Globalization;

namespace TimeScales.Experiments;

/// <summary>One of n equal parts of an experiment, so that any scheduler can spread it; parts merge by copying folders.</summary>
/// <param name="Index">1 … n.</param>
/// <param name="Count">n.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>The whole experiment.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Reads "i/n".</summary>
    /// <exception cref="ArgumentException">The text is not a part with 1 ≤ i ≤ n; the message shows it.</exception>
    public static Shard Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && index >= 1 && index <= count)
        {
            return new Shard(index, count);
        }
        throw new ArgumentException($"The shard '{text}' is not understood; give i/n with 1 ≤ i ≤ n, like 2/8.");
    }

    /// <summary>The runs of this part: every n-th, so that parts take equally long.</summary>
    public IReadOnlyList<TRun> Of<TRun>(IReadOnlyList<TRun> runs)
    {
        var (index, count) = this;
        return [.. runs.Where((_, i) => i % count == index - 1)];
    }
}
