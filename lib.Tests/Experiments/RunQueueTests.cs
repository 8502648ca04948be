using System.Collections.Concurrent;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>Many threads share the runs of a queue: each is computed once, saved, counted and returned in its place.</summary>
internal sealed class RunQueueTests
{
    private const int Threads = 8;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Groups that hand nothing back cost no disk, so that threads meet at the queue's counter all the time, once all of
    /// them are there. Catches a counter that two threads can read at once.</summary>
    [Test]
    public void No_run_is_taken_twice_or_left_out_by_threads_that_take_as_fast_as_they_can()
    {
        using var folder = new TemporaryFolder();
        var taken = new int[30_000];
        using var all = new CountdownEvent(Threads);
        var queue = new RunQueue<TinyConfiguration, double>
        {
            Compute = (_, _) => throw new NotSupportedException(),
            ComputeTogether = (group, _) =>
            {
                if (group[0].Seed < Threads)
                {
                    all.Signal();
                    all.Wait(Limit);
                }
                foreach (var run in group)
                    Interlocked.Increment(ref taken[run.Seed]);
                return [];
            },
            Incomplete = _ => null,
            Store = new ResultStore(folder.Path),
            Fresh = true,
            Threads = Threads,
        };

        queue.Run(Runs(taken.Length));

        Assert.That(taken, Is.All.EqualTo(1));
    }

    [Test]
    public void Every_run_is_saved_before_it_is_counted_once_and_returned_in_its_place()
    {
        using var folder = new TemporaryFolder();
        var store = new ResultStore(folder.Path);
        var runs = Runs(60);
        var there = runs.Where(run => run.Seed % 3 == 0).ToArray();
        foreach (var run in there)
            store.Save(Result(run));
        var observer = new Counting(run => File.Exists(store.PathOf(run)));
        var computed = new ConcurrentBag<uint>();
        var queue = new RunQueue<TinyConfiguration, double>
        {
            Compute = (run, context) =>
            {
                computed.Add(run.Seed);
                context.Report(run.Seed / 100.0);
                return Result(run);
            },
            Incomplete = _ => null,
            Store = store,
            Threads = Threads,
            Observer = observer,
        };

        var results = queue.Run(runs);

        var missing = runs.Except(there).ToArray();
        Assert.That(results.Select(r => (r.Config.Seed, r.Checkpoints[0])),
            Is.EqualTo(runs.Select(run => (run.Seed, 10.0 * run.Seed))));
        Assert.That(computed.Order(), Is.EqualTo(missing.Select(run => run.Seed)));
        Assert.That(observer.Begun, Is.EqualTo((60, 40)));
        Assert.That(observer.Ended.OrderBy(e => e.Turn),
            Is.EqualTo(missing.Select((run, turn) => (turn, run.Seed, run.Seed == 7 ? 7 : (int?)null, true))));
        Assert.That(observer.Reports.OrderBy(r => r.Turn), Is.EqualTo(missing.Select((run, turn) => (turn, run.Seed / 100.0))));
        Assert.That(observer.Finished, Is.EqualTo(1));
    }

    [Test]
    public void No_more_runs_are_computed_at_once_than_there_are_threads_and_each_thread_takes_part([Values(1, 3)] int threads)
    {
        using var folder = new TemporaryFolder();
        var (now, seen) = (0, new ConcurrentBag<int>());
        using var all = new CountdownEvent(threads);
        var queue = new RunQueue<TinyConfiguration, double>
        {
            Compute = (run, _) =>
            {
                seen.Add(Interlocked.Increment(ref now));
                if (run.Seed < threads)
                    all.Signal();
                Assert.That(all.Wait(Limit), Is.True, "a thread is missing");
                // Long enough for a thread that should not be there.
                Thread.Sleep(20);
                Interlocked.Decrement(ref now);
                return Result(run);
            },
            Incomplete = _ => null,
            Store = new ResultStore(folder.Path),
            Threads = threads,
        };

        queue.Run(Runs(3 * threads));

        Assert.That(seen.Max(), Is.EqualTo(threads));
    }

    [Test]
    public void The_first_failure_stops_the_other_threads_and_is_what_the_caller_sees()
    {
        using var folder = new TemporaryFolder();
        using var otherIsAtWork = new ManualResetEventSlim();
        var computed = new ConcurrentBag<uint>();
        var queue = new RunQueue<TinyConfiguration, double>
        {
            Compute = (run, context) =>
            {
                computed.Add(run.Seed);
                if (run.Seed == 0)
                {
                    otherIsAtWork.Wait(Limit);
                    throw new InvalidDataException("the first");
                }
                if (!otherIsAtWork.IsSet)
                {
                    otherIsAtWork.Set();
                    context.Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(5));
                }
                context.Report(0.5);
                return Result(run);
            },
            Incomplete = _ => null,
            Store = new ResultStore(folder.Path),
            Threads = 2,
        };

        Assert.That(() => queue.Run(Runs(20)), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("the first"));
        Assert.That(computed, Is.EquivalentTo(new[] { 0u, 1u }));
        Assert.That(folder.Contents(), Is.Empty);
    }

    private static TinyConfiguration[] Runs(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new TinyConfiguration { Protocol = Protocol.Corrected, Seed = (uint)i })];

    private static RunResult<TinyConfiguration, double> Result(TinyConfiguration run) =>
        RunResult<TinyConfiguration, double>.Embedded(run, [10.0 * run.Seed], run.Seed == 7 ? 7 : null);

    private sealed class Counting(Func<RunConfiguration, bool> isSaved) : IRunObserver
    {
        public (int All, int Missing) Begun { get; private set; }

        public ConcurrentBag<(int Turn, double Fraction)> Reports { get; } = [];

        public ConcurrentBag<(int Turn, uint Seed, int? DivergedAt, bool IsSaved)> Ended { get; } = [];

        public int Finished { get; private set; }

        public void Start(int all, int missing) => Begun = (all, missing);

        public void Warn(string sentence) => Assert.Fail(sentence);

        public void Progress(int turn, double fraction) => Reports.Add((turn, fraction));

        public void Done(int turn, RunConfiguration run, int? divergedAtIteration) =>
            Ended.Add((turn, run.Seed, divergedAtIteration, isSaved(run)));

        public void Finish() => Finished++;
    }
}
