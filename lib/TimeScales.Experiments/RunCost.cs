using System.Globalization;

namespace TimeScales.Experiments;

/// <summary>What a run needs, to a factor of about three: enough to tell the possible from the absurd before anything is begun.</summary>
/// <param name="Bytes">Memory.</param>
/// <param name="Operations">Multiplications and additions.</param>
public readonly record struct RunCost(double Bytes, double Operations)
{
    /// <summary>Operations a second of one core, of the kind that most of a run is made of.</summary>
    private const double OperationsPerSecond = 5e10;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>The cost of training a gated cell and of measuring it. All arguments may be as large as an integer can be.</summary>
    /// <param name="hidden">H.</param>
    /// <param name="inputs">N.</param>
    /// <param name="steps">T.</param>
    /// <param name="batch">Sequences of a batch.</param>
    /// <param name="updates">Updates of the weights.</param>
    /// <param name="checkpoints">Times that is measured.</param>
    /// <param name="allPairs">Sequences on which all pairs of steps are measured.</param>
    /// <param name="factors">Factors of all products whose spectrum is measured.</param>
    /// <param name="gradients">Single-sequence gradients whose spectrum is measured.</param>
    internal static RunCost Of(double hidden, double inputs, double steps, double batch, double updates, double checkpoints, double allPairs, double factors, double gradients)
    {
        // A gated cell has two blocks of weights; a forward and a backward pass take three products with each.
        var weights = 2 * hidden * (hidden + inputs);
        // Drawing an input or taking a unit's tanh costs as much as some dozens of multiplications.
        var pass = steps * (6 * weights + 60 * (2 * hidden + inputs));
        var cube = hidden * hidden * hidden;
        var pairs = allPairs * steps * steps / 2;
        var bytes = 4 * batch * steps * (inputs + 8 * hidden) + 8 * (2 * weights + steps * hidden * hidden + 3 * pairs + gradients * hidden * hidden);
        var measurement = pairs * 3 * cube + factors * 20 * cube + gradients * (pass + 2 * gradients * hidden * hidden);
        return new RunCost(bytes, updates * batch * pass + checkpoints * measurement);
    }

    /// <summary>Makes sure that runs end, and fit into this machine.</summary>
    /// <param name="runs">Runs that have to be computed.</param>
    /// <param name="threads">Runs computed at once.</param>
    /// <exception cref="ArgumentException">They do not; the message estimates memory and time.</exception>
    internal static void RequirePossible(IReadOnlyList<RunConfiguration> runs, int threads)
    {
        if (runs.Count == 0)
            return;
        var costs = runs.Select(run => (Run: run, Cost: run.EstimateCost())).ToArray();
        var (largest, memory) = (costs.MaxBy(c => c.Cost.Bytes), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        // In seconds: a TimeSpan ends after 29,000 years.
        var seconds = costs.Sum(c => c.Cost.Operations) / OperationsPerSecond / Math.Min(threads, runs.Count);
        if (largest.Cost.Bytes <= memory && seconds <= Longest.TotalSeconds)
            return;
        throw new ArgumentException(
            $"{(runs.Count == 1 ? "A run" : $"{runs.Count} runs")} of {largest.Run.Experiment} with {largest.Run.Settings} would need about {Memory(largest.Cost.Bytes)} of memory for each run and {Time(seconds)}; "
            + $"there are {Memory(memory)} here, and the limit is {Longest.TotalDays:0} days. Choose smaller sizes, fewer updates or fewer seeds, or give each of several machines a --shard.");
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
