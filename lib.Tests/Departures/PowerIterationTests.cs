using TimeScales.Experiments.Departures;
using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.Departures;

internal sealed class PowerIterationTests
{
    /// <summary>Two gains in a row: the second starts from the normals that follow in the stream.</summary>
    [TestCase(5)]
    [TestCase(17)]
    [TestCase(64)]
    public void The_gain_is_the_growth_of_a_random_vector_after_five_steps(int size)
    {
        var m = Numerical.RandomMatrix(size, size, 3);
        var power = new PowerIteration<double>(size, new TorchGenerator(21));
        var starts = new TorchGenerator(21);

        for (var call = 0; call < 2; call++)
        {
            var v = new double[size, 1];
            var start = new double[size];
            starts.FillNormal(start.AsSpan());
            for (var i = 0; i < size; i++)
                v[i, 0] = start[i];
            for (var step = 0; step < 5; step++)
                v = Numerical.Product(m, Normalized(v));
            var expected = Length(Numerical.Product(m, Normalized(v)));

            Assert.That(power.Gain(Numerical.Padded(m), factors: 1), Is.EqualTo(expected).Within(1e-13 * expected));
        }
    }

    /// <summary>The released program adds 1e-12 to each length, so a zero matrix gives zero instead of 0/0.</summary>
    [Test]
    public void The_gain_of_zero_is_zero() =>
        Assert.That(new PowerIteration<float>(3, new TorchGenerator(1)).Gain(new PaddedMatrix<float>(3, 3), factors: 1), Is.Zero);

    private static double Length(double[,] v) => Math.Sqrt(v.Cast<double>().Sum(e => e * e));

    private static double[,] Normalized(double[,] v)
    {
        var length = Length(v) + 1e-12;
        var unit = new double[v.GetLength(0), 1];
        for (var i = 0; i < v.GetLength(0); i++)
            unit[i, 0] = v[i, 0] / length;
        return unit;
    }
}
