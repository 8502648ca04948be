using System.Collections.Concurrent;

namespace TimeScales.Experiments;

/// <summary>Computes the runs of an experiment that a store does not hold yet, one run per thread at a time.</summary>
/// <remarks>A run is computed by one thread from its own streams, so results do not depend on the number of threads, on their
/// order, or on how often the work was interrupted.</remarks>
public sealed class RunQueue<TConfiguration, TCheckpoint>
    where TConfiguration : RunConfiguration
{
    /// <summary>Computes one run.</summary>
    public required Func<TConfiguration, RunContext, RunResult<TConfiguration, TCheckpoint>> Compute { get; init; }

    /// <summary>Computes runs of one <see cref="RunConfiguration.ReplicaGroup"/> at once, in place of <see cref="Compute"/>; null
    /// computes each run alone.</summary>
    public Func<IReadOnlyList<TConfiguration>, RunContext, IReadOnlyList<RunResult<TConfiguration, TCheckpoint>>>?
        ComputeTogether { get; init; }

    /// <summary>Runs like one that <see cref="ComputeTogether"/> takes at once, at most.</summary>
    public Func<TConfiguration, int> MostReplicas { get; init; } = _ => 1;

    /// <summary>Whether a processor computes, for which time and memory can be told beforehand.</summary>
    public bool IsOnProcessor { get; init; } = true;

    /// <summary>Says why a stored result that reads well is not whole, or null.</summary>
    public required Func<RunResult<TConfiguration, TCheckpoint>, string?> Incomplete { get; init; }

    /// <summary>Whether a stored result will do, by engine and device; one that does not stays where it is.</summary>
    public Func<string, string, bool> Counts { get; init; } = (_, _) => true;

    /// <summary>Where results are kept.</summary>
    public required ResultStore Store { get; init; }

    /// <summary>Number of threads.</summary>
    public int Threads { get; init; } = Allocation.Own.Threads;

    /// <summary>Computes again what the store holds already.</summary>
    public bool Fresh { get; init; }

    /// <summary>Is told what happens.</summary>
    public IRunObserver Observer { get; init; } = new SilentObserver();

    /// <summary>Brings the store up to date and returns the results in the order of <paramref name="runs"/>.</summary>
    /// <exception cref="ArgumentException">A configuration is impossible or too large for this machine, or data that it reads is
    /// missing; nothing was computed.</exception>
    /// <exception cref="IOException">The store cannot be read or written; what was saved before stays.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was saved before stays.</exception>
    public IReadOnlyList<RunResult<TConfiguration, TCheckpoint>> Run(IReadOnlyList<TConfiguration> runs,
        CancellationToken cancellation = default)
    {
        foreach (var run in runs)
            run.Validate();
        if (IsOnProcessor)
            RunCost.RequirePossible(Fresh ? runs : [.. runs.Where(run => !Store.MayHold(run))], Threads);
        Store.RequireWritable();

        var results = new RunResult<TConfiguration, TCheckpoint>?[runs.Count];
        if (!Fresh)
        {
            // What is said of a whole folder is said once.
            var said = new HashSet<string>();
            for (var i = 0; i < runs.Count; i++)
                results[i] = Store.Load(runs[i], Counts, Incomplete,
                    sentence => { if (said.Add(sentence)) Observer.Warn(sentence); });
        }
        var missing = Enumerable.Range(0, runs.Count).Where(i => results[i] is null).ToArray();
        foreach (var i in missing)
            runs[i].RequireData();
        Observer.Start(runs.Count, missing.Length);
        if (missing.Length > 0)
            ComputeAll(runs, missing, results, cancellation);
        Observer.Finish();
        return results!;
    }

    private void ComputeAll(
        IReadOnlyList<TConfiguration> runs, int[] missing, RunResult<TConfiguration, TCheckpoint>?[] results,
            CancellationToken cancellation)
    {
        var turns = Enumerable.Range(0, missing.Length);
        var groups = new ConcurrentQueue<int[]>(ComputeTogether is null
            ? [.. turns.Select(turn => new[] { turn })]
            : [.. turns.GroupBy(turn => runs[missing[turn]].ReplicaGroup)
                .SelectMany(group => group.Chunk(MostReplicas(runs[missing[group.First()]])))]);
        // Left to the collector: a worker still looks at it when the wait below was interrupted.
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Exception? failure = null;
        void Work()
        {
            while (!stop.IsCancellationRequested && groups.TryDequeue(out var group))
            {
                try
                {
                    var context = new RunContext(stop.Token, fraction =>
                        Array.ForEach(group, turn => Observer.Progress(turn, fraction)));
                    var computed = ComputeTogether is null
                        ? [Compute(runs[missing[group[0]]], context)]
                        : ComputeTogether([.. group.Select(turn => runs[missing[turn]])], context);
                    foreach (var (turn, result) in group.Zip(computed))
                    {
                        Store.Save(result);
                        results[missing[turn]] = result;
                        Observer.Done(turn, result.Config, result.DivergedAtIteration);
                    }
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                    stop.Cancel();
                }
            }
        }

        var threads = Enumerable.Range(0, Math.Min(Threads, groups.Count)).Select(_ => new Thread(Work)).ToArray();
        foreach (var thread in threads)
            thread.Start();
        try
        {
            foreach (var thread in threads)
                thread.Join();
        }
        catch (ThreadInterruptedException)
        {
            // A notebook's cell was interrupted: what was saved stays, and nothing goes on behind the reader's back.
            stop.Cancel();
            throw;
        }
        if (failure is OperationCanceledException or null)
            cancellation.ThrowIfCancellationRequested();
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }
}

/// <summary>Tells nobody.</summary>
internal sealed class SilentObserver : IRunObserver
{
    public void Start(int all, int missing)
    {
    }

    public void Warn(string sentence)
    {
    }

    public void Progress(int turn, double fraction)
    {
    }

    public void Done(int turn, RunConfiguration run, int? divergedAtIteration)
    {
    }

    public void Finish()
    {
    }
}

/// <summary>Is told what a queue of runs does; may be called from several threads at once.</summary>
public interface IRunObserver
{
    /// <summary>Of <paramref name="all"/> runs, <paramref name="missing"/> must be computed.</summary>
    void Start(int all, int missing);

    /// <summary>Something the user should know, in one sentence.</summary>
    void Warn(string sentence);

    /// <summary>The run of that turn (0 … missing−1) has come so far, 0 … 1.</summary>
    void Progress(int turn, double fraction);

    /// <summary>The run of that turn is saved.</summary>
    void Done(int turn, RunConfiguration run, int? divergedAtIteration);

    /// <summary>All is done.</summary>
    void Finish();
}
