using TimeScales.Torch;
using static TorchSharp.torch;

namespace TimeScales.Tests.Torch;

/// <summary>What estimators keep while they run: a loop that hands its tensors out without freeing the last ones grows with every step.</summary>
[NonParallelizable]
internal sealed class MemoryTests
{
    /// <summary>60 lags more are 60 logarithms more to keep, and no second tensor for each.</summary>
    [Test]
    public void A_table_keeps_no_products_of_earlier_lags()
    {
        MostAlive(steps: 20);

        Assert.That(MostAlive(steps: 80) - MostAlive(steps: 20), Is.LessThan(1.5 * 60));
    }

    /// <summary>Watched from another thread: TorchSharp's own peak counts from the start of the process.</summary>
    private static long MostAlive(int steps)
    {
        using var scope = NewDisposeScope();
        var jacobians = rand(steps, 1, 3, 64, 64, dtype: float64);
        var (before, most, ended) = (Tensor.TotalCount, 0L, false);
        var watch = new Thread(() =>
        {
            while (!Volatile.Read(ref ended))
                most = Math.Max(most, Tensor.TotalCount);
        });
        watch.Start();
        PairTables.Logarithms(jacobians);
        Volatile.Write(ref ended, true);
        watch.Join();
        return most - before;
    }
}
