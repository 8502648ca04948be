using System.Diagnostics;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>Shows progress: one line that is drawn again on a terminal, plain lines elsewhere. Writes to the error stream.</summary>
internal sealed class ConsoleObserver : IRunObserver
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly bool terminal = !Console.IsErrorRedirected;
    private readonly Stopwatch clock = new();
    private double[] fractions = [];
    private int done;
    private TimeSpan nextDraw;

    public void Start(int all, int missing)
    {
        fractions = new double[missing];
        clock.Start();
        var reused = all - missing;
        Console.Error.WriteLine(reused == 0 ? $"{all} runs to compute." : $"{all} runs, {reused} already there, {missing} to compute.");
    }

    public void Warn(string sentence) => Console.Error.WriteLine($"Warning: {sentence}");

    public void Progress(int turn, double fraction)
    {
        lock (gate)
        {
            fractions[turn] = fraction;
            if (!terminal || clock.Elapsed < nextDraw)
                return;
            nextDraw = clock.Elapsed + RedrawInterval;
            Console.Error.Write($"\r{done}/{fractions.Length} runs, {fractions.Average():0%}, {TimeLeft()}   ");
        }
    }

    public void Done(int turn, RunConfiguration run, int? divergedAtIteration)
    {
        lock (gate)
        {
            fractions[turn] = 1;
            done++;
            var note = divergedAtIteration is { } iteration ? $" diverged at update {iteration}" : "";
            if (!terminal || note.Length > 0)
                Console.Error.WriteLine($"{(terminal ? "\r" : "")}{done}/{fractions.Length} {run.Label}{note}, {TimeLeft()}");
        }
    }

    public void Finish()
    {
        if (terminal && fractions.Length > 0)
            Console.Error.WriteLine($"\r{fractions.Length} runs in {Readable(clock.Elapsed)}.{new string(' ', 30)}");
    }

    private string TimeLeft()
    {
        var fraction = fractions.Average();
        return fraction < 0.01 ? "time left unknown" : $"{Readable(clock.Elapsed * (1 - fraction) / fraction)} left";
    }

    private static string Readable(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min" : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{time.TotalSeconds:0} s";
}
