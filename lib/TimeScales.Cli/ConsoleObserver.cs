using System.Diagnostics;
using System.Globalization;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>Shows progress: a bar that is drawn again on a terminal, plain lines elsewhere. Writes to the error stream.</summary>
internal sealed class ConsoleObserver : IRunObserver
{
    private const int BarLength = 24;
    private const string EraseLine = "\r\e[K";
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly bool draws = Terminal.DrawsProgress;
    private readonly Stopwatch clock = new();
    private double[] fractions = [];
    private int done;
    private TimeSpan nextDraw;

    public void Start(int all, int missing)
    {
        fractions = new double[missing];
        clock.Start();
        Console.Error.WriteLine(all == missing ? $"{Numerals.Count(all, "run")} to compute."
            : $"{Numerals.Count(all, "run")}, {all - missing} already there, {missing} to compute.");
    }

    public void Warn(string sentence) => Terminal.Complain("Warning:", sentence);

    public void Progress(int turn, double fraction)
    {
        lock (gate)
        {
            fractions[turn] = fraction;
            if (!draws || clock.Elapsed < nextDraw)
                return;
            nextDraw = clock.Elapsed + RedrawInterval;
            Console.Error.Write(EraseLine + Bar());
        }
    }

    public void Done(int turn, RunConfiguration run, int? divergedAtIteration)
    {
        lock (gate)
        {
            fractions[turn] = 1;
            done++;
            var note = divergedAtIteration is { } iteration ? $" diverged at update {iteration}" : "";
            if (!draws || note.Length > 0)
                Console.Error.WriteLine($"{(draws ? EraseLine : "")}{done}/{fractions.Length} {run.Label}{note}, {TimeLeft()}");
        }
    }

    public void Finish()
    {
        if (draws && fractions.Length > 0)
            Console.Error.WriteLine($"{EraseLine}{Numerals.Count(fractions.Length, "run")} in {Readable(clock.Elapsed)}.");
    }

    /// <summary>Bar, runs, share, rate and time left, in less than 80 columns.</summary>
    private string Bar()
    {
        var fraction = fractions.Average();
        var full = (int)(fraction * BarLength);
        var perMinute = fractions.Sum() / clock.Elapsed.TotalMinutes;
        return string.Create(CultureInfo.InvariantCulture,
            $"{new string('█', full)}{new string('░', BarLength - full)} {done}/{fractions.Length} runs, {100 * fraction:0} %, "
                + $"{perMinute:0.#} runs/min, {TimeLeft()}");
    }

    private string TimeLeft()
    {
        var fraction = fractions.Average();
        return fraction < 0.01 ? "time left unknown" : $"{Readable(clock.Elapsed * (1 - fraction) / fraction)} left";
    }

    private static string Readable(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min" : time.TotalMinutes >= 1
            ? $"{time.Minutes} min {time.Seconds} s" : $"{time.TotalSeconds:0} s";
}
