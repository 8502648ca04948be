using TimeScales.RandomStreams;

namespace TimeScales.Tests.Kernels;

/// <summary>Memory behind addresses must outlive the computation, however hard the collector works meanwhile.</summary>
[NonParallelizable]
internal sealed class AlignedArrayTests
{
    [Test]
    public void A_computation_survives_constant_garbage_collection()
    {
        var rows = 200;
        double[][] Gradients()
        {
            var generator = new TorchGenerator(1);
            return [.. Enumerable.Range(0, rows).Select(_ =>
            {
                var row = new double[500];
                generator.FillNormal(row.AsSpan());
                return row;
            })];
        }

        var undisturbed = GradientSpectrum.Of(Gradients(), 10);
        using var stop = new CancellationTokenSource();
        var collector = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                // Pinned garbage of the same size takes the place of anything freed too early.
                Array.Fill(GC.AllocateArray<double>(rows * rows, pinned: true), double.NaN);
                // Every collection stops the computation; without a pause it would hardly move on.
                Thread.Sleep(1);
            }
        });
        try
        {
            for (var i = 0; i < 40; i++)
                Assert.That(GradientSpectrum.Of(Gradients(), 10), Is.EqualTo(undisturbed));
        }
        finally
        {
            stop.Cancel();
            collector.Wait();
        }
    }
}
