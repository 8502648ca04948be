using System.Text;
using TimeScales.Expansion;
using TimeScales.Experiments;

namespace TimeScales.Tests.Anisotropy;

/// <summary>Kernels work on addresses; the arrays behind them must stay alive until the last access, whatever other threads do.</summary>
[NonParallelizable]
internal sealed class CollectionTests
{
    [Test]
    public void An_expansion_does_not_depend_on_garbage_collections() => AssertUndisturbed(25, () =>
        Json(ExpansionExperiment.Run(new ExpansionConfiguration { Protocol = Protocol.Corrected, Gate = "multi", Seed = 1, Hidden = 16, Steps = 20 })));

    private static string Json(object result) => Encoding.UTF8.GetString(CanonicalJson.Serialize(result));

    private static void AssertUndisturbed(int repetitions, Func<string> measure)
    {
        var expected = measure();
        var stop = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                GC.Collect();
                // What has been set free is taken and overwritten.
                GC.AllocateUninitializedArray<double>(100_000, pinned: true).AsSpan().Fill(double.NaN);
                // Every collection stops the computation; without a pause it would hardly move on.
                Thread.Sleep(1);
            }
        });
        collector.Start();
        try
        {
            for (var repetition = 0; repetition < repetitions; repetition++)
                Assert.That(measure(), Is.EqualTo(expected), $"repetition {repetition}");
        }
        finally
        {
            Volatile.Write(ref stop, true);
            collector.Join();
        }
    }
}
