using TimeScales.RandomStreams;

namespace TimeScales.Tests.RandomStreams;

internal sealed class SkipNormalsTests
{
    [Test]
    public void Skipping_normals_moves_a_stream_as_far_as_drawing_them([Values(1, 2, 5, 15, 16, 17, 31, 32, 700, 1250)] int count, [Values(0, 1, 2, 5)] int times)
    {
        AssertSame<float>(count, times);
        AssertSame<double>(count, times);
    }

    private static void AssertSame<T>(int count, int times) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var (drawn, skipped) = (new TorchGenerator(9), new TorchGenerator(9));
        // A half pair waits: fewer than 16 normals begin with it, more leave it for later.
        T[] half = new T[1], other = new T[1];
        drawn.FillNormal(half.AsSpan());
        skipped.FillNormal(other.AsSpan());

        for (var i = 0; i < times; i++)
            drawn.FillNormal(new T[count].AsSpan());
        skipped.SkipNormals<T>(count, times);

        drawn.FillNormal(half.AsSpan());
        skipped.FillNormal(other.AsSpan());
        Assert.That(other[0], Is.EqualTo(half[0]));
        Assert.That(skipped.NextInteger(0, int.MaxValue), Is.EqualTo(drawn.NextInteger(0, int.MaxValue)));
    }
}
