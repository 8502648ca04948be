using System.Text.RegularExpressions;
using TimeScales.Cli;
using TimeScales.Experiments.Departures;
using TimeScales.Tests.Experiments;
using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

[NonParallelizable]
internal sealed class ConsoleObserverTests
{
    /// <summary>Catches a count that two threads can read at once.</summary>
    [Test]
    public void Runs_that_end_at_the_same_time_on_many_threads_are_counted_one_by_one()
    {
        const int Threads = 8, Each = 250;
        var run = new TinyConfiguration { Protocol = Protocol.Corrected, Seed = 1 };
        var error = Console.Error;
        using var captured = new StringWriter();
        Console.SetError(captured);
        try
        {
            var observer = new ConsoleObserver();
            observer.Start(Threads * Each, Threads * Each);
            var threads = Enumerable.Range(0, Threads).Select(t => new Thread(() =>
            {
                for (var i = 0; i < Each; i++)
                    observer.Done(t * Each + i, run, divergedAtIteration: 1);
            })).ToArray();
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
        }
        finally
        {
            Console.SetError(error);
        }

        var counts = Regex.Matches(captured.ToString(), @"(\d+)/2000 corrected task seed 1 diverged at update 1");
        Assert.That(counts.Select(match => int.Parse(match.Groups[1].Value, null)), Is.EqualTo(Enumerable.Range(1, Threads * Each)));
    }
}
