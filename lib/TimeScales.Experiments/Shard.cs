using System.Globalization;

namespace TimeScales.Experiments;

/// <summary>One of n equal parts of an experiment, so that any scheduler can spread it; parts merge by copying
/// folders.</summary>
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

    /// <summary>The runs of this part, in their order. Parts cost about the same: the costliest run first, each goes to the part
    /// that has least so far. Only the list and the costs decide, never what has been computed already, so that every task of a
    /// scheduler finds the same parts.</summary>
    /// <param name="runs">All runs.</param>
    /// <param name="cost">What a run costs, in any unit.</param>
    public IReadOnlyList<TRun> Of<TRun>(IReadOnlyList<TRun> runs, Func<TRun, double> cost)
    {
        var parts = Parts([.. runs.Select(cost)], Count);
        var index = Index;
        return [.. runs.Where((_, i) => parts[i] == index)];
    }

    /// <summary>The runs of this part by their estimated seconds.</summary>
    public IReadOnlyList<TRun> Of<TRun>(IReadOnlyList<TRun> runs) where TRun : RunConfiguration =>
        Of(runs, run => run.EstimateCost().Seconds);

    /// <summary>i/n.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    /// <summary>The part, 1 … n, of each run.</summary>
    internal static int[] Parts(double[] costs, int count)
    {
        // Parts by what they cost so far, then by how many runs they have, then by number. More parts than runs stay empty.
        var least = new PriorityQueue<(double Cost, int Runs, int Part), (double, int, int)>();
        foreach (var part in Enumerable.Range(1, Math.Min(count, costs.Length)))
            least.Enqueue((0, 0, part), (0, 0, part));
        var parts = new int[costs.Length];
        foreach (var run in Enumerable.Range(0, costs.Length).OrderByDescending(i => costs[i]))
        {
            var (cost, runs, part) = least.Dequeue();
            parts[run] = part;
            var next = (cost + costs[run], runs + 1, part);
            least.Enqueue(next, next);
        }
        return parts;
    }
}
