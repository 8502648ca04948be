using TimeScales.Torch;
using static TorchSharp.torch;

namespace TimeScales.Tests.Torch;

/// <summary>What estimators keep while they run: a loop that hands its tensors out without freeing the last ones grows with every step.</summary>
[NonParallelizable]
internal sealed class MemoryTests
{
    /// <summary>60 lags more are 60 logarithms more to keep, and no second tensor for each.</summary>
    [Test]
    public void A_table_keeps_no_products_of_earlier_lags() =>
        Assert.That(KeptAfter(steps: 80) - KeptAfter(steps: 20), Is.EqualTo(60));

    private static long KeptAfter(int steps)
    {
        using var scope = NewDisposeScope();
        var jacobians = rand([steps, 1, 3, 8, 8], dtype: float64);
        var before = Tensor.TotalCount;
        PairTables.Logarithms(jacobians);
        return Tensor.TotalCount - before;
    }
}
