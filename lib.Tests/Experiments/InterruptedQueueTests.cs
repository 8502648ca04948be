using TimeScales.Experiments.Expansion;
using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>What happens to the workers of a queue when the thread that waits for them is interrupted, as a notebook's cell is.</summary>
internal sealed class InterruptedQueueTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Test]
    public void Workers_stop_when_whoever_waits_for_them_is_interrupted()
    {
        using var folder = new TemporaryFolder();
        using var started = new ManualResetEventSlim();
        using var ended = new ManualResetEventSlim();
        var queue = new RunQueue<ExpansionConfiguration, ExpansionMeasurement>
        {
            Compute = (_, context) =>
            {
                started.Set();
                try
                {
                    while (true)
                    {
                        context.Report(0.5);
                        Thread.Sleep(1);
                    }
                }
                finally
                {
                    ended.Set();
                }
            },
            Incomplete = _ => null,
            Store = new ResultStore(folder.Path),
            Threads = 1,
        };
        Exception? seen = null;
        var cell = new Thread(() =>
        {
            try
            {
                queue.Run(ExpansionExperiment.Description.Runs(ExpansionExperiment.Description.Preset("smoke")));
            }
            catch (Exception e)
            {
                seen = e;
            }
        });
        cell.Start();
        Assert.That(started.Wait(Limit), Is.True);

        cell.Interrupt();

        Assert.That(cell.Join(Limit), Is.True);
        Assert.That(seen, Is.TypeOf<ThreadInterruptedException>());
        Assert.That(ended.Wait(Limit), Is.True, "a worker goes on");
    }
}
