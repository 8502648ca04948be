using System.Globalization;

namespace TimeScales.Experiments;

/// <summary>What a run of the embedded engine needs: enough to divide runs into parts, and to tell the possible from the absurd
/// before anything is begun. <see cref="RunWork"/> estimates it.</summary>
/// <param name="Bytes">Memory at the peak, an upper bound.</param>
/// <param name="Seconds">CPU seconds of a core with vectors of 512 bits.</param>
public readonly record struct RunCost(double Bytes, double Seconds)
{
    /// <summary>Memory of the program itself, bytes: the runtime, compiled code, and garbage not yet collected.</summary>
    private const double ProgramBytes = 150e6;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Memory of the program while it computes runs, some of them at once.</summary>
    internal static double PeakBytes(IEnumerable<RunCost> runs, int threads) =>
        ProgramBytes + runs.Select(run => run.Bytes).OrderDescending().Take(threads).Sum();

    /// <summary>Makes sure that runs end, and fit into the memory of this machine or of what a scheduler gave of it.</summary>
    /// <param name="runs">Runs that have to be computed.</param>
    /// <param name="threads">Runs computed at once.</param>
    /// <exception cref="ArgumentException">They do not; the message estimates memory and time.</exception>
    internal static void RequirePossible(IReadOnlyList<RunConfiguration> runs, int threads) =>
        RequirePossible(runs, threads, Allocation.Own.Bytes);

    /// <inheritdoc cref="RequirePossible(IReadOnlyList{RunConfiguration}, int)"/>
    internal static void RequirePossible(IReadOnlyList<RunConfiguration> runs, int threads, double memory)
    {
        if (runs.Count == 0)
            return;
        var costs = runs.Select(run => (Run: run, Cost: run.EstimateCost())).ToArray();
        var (largest, peak) = (costs.MaxBy(c => c.Cost.Bytes), PeakBytes(costs.Select(c => c.Cost), threads));
        // In seconds: a TimeSpan ends after 29,000 years.
        var seconds = costs.Sum(c => c.Cost.Seconds) / Math.Min(threads, runs.Count);
        if (peak <= memory && seconds <= Longest.TotalSeconds)
            return;
        double[] bytes = [.. costs.Select(c => c.Cost.Bytes).OrderDescending().Take(threads)];
        var fitting = Enumerable.Range(1, bytes.Length - 1)
            .LastOrDefault(fewer => ProgramBytes + bytes.Take(fewer).Sum() <= memory);
        throw new ArgumentException(
            $"{Numerals.Count(runs.Count, "run")} of {largest.Run.Experiment} with {largest.Run.Differences} "
            + $"would need about {Memory(peak)} of memory with {Numerals.Count(threads, "thread")}, and {Time(seconds)}; there "
                + $"are {Memory(memory)} here, "
            + $"and the limit is {Longest.TotalDays:0} days. "
            + (fitting > 0 && seconds * threads / fitting <= Longest.TotalSeconds ? $"With --threads {fitting} it is possible."
                : "Choose smaller sizes, fewer updates or fewer seeds, or give each of several machines a --shard."));
    }

    private static string Memory(double bytes) => bytes switch
    {
        < 1e9 => Text(bytes / 1e6, "MB"),
        < 1e12 => Text(bytes / 1e9, "GB"),
        _ => Text(bytes / 1e12, "TB"),
    };

    private static string Time(double seconds) => seconds switch
    {
        < 3600 => Text(seconds / 60, "minutes"),
        < 86400 => Text(seconds / 3600, "hours"),
        < 365 * 86400.0 => Text(seconds / 86400, "days"),
        _ => Text(seconds / 86400 / 365, "years"),
    };

    private static string Text(double value, string unit)
    {
        // Two digits: more would promise too much.
        var scale = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, value))) - 1));
        return value < 1 ? $"less than 1 {unit[..^(unit.EndsWith('s') ? 1 : 0)]}"
            : $"{(Math.Round(value / scale) * scale).ToString(value < 1e6 ? "#,0" : "0e0", CultureInfo.InvariantCulture)} {unit}";
    }
}
