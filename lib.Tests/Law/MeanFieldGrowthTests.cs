using NUnit.Framework;
using TimeScales.Experiments.Law;

namespace TimeScales.Tests.Law;

/// <summary>The mean-field theory against averages over drawn weights, and in limits that are known.</summary>
internal sealed class MeanFieldGrowthTests
{
    private const int Units = 60;

    /// <summary>Gates and slopes that differ between units and steps; two recurrent weights.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void It_is_the_average_over_drawn_weights(bool hasMemory)
    {
        const int steps = 7;
        const int draws = 200;
        double[] rowSquares = [0.5, 0.2];
        var random = new Random(1);
        UnitSlopes[] slopes = [.. Enumerable.Range(0, steps).Select(_ => Draw(random, hasMemory))];
        var table = new PairTable(1, steps);
        MeanFieldGrowth.Fill(slopes, rowSquares, table, 0, hasMemory);

        var size = hasMemory ? 2 * Units : Units;
        var sums = new double[steps + 1, steps + 1];
        for (var draw = 0; draw < draws; draw++)
        {
            double[][,] weights = [.. rowSquares.Select(square => Normal(random, Math.Sqrt(square / Units)))];
            double[][,] jacobians = [.. slopes.Select(step => Jacobian(step, weights, hasMemory))];
            for (var k = 1; k < steps; k += 3)
            {
                var product = jacobians[k];
                for (var t = k + 1; t <= steps; t++)
                {
                    if (t > k + 1)
                        product = Product(jacobians[t - 1], product);
                    sums[t, k] += product.Cast<double>().Sum(m => m * m) / size / draws;
                }
            }
        }

        Assert.Multiple(() =>
        {
            for (var k = 1; k < steps; k += 3)
            {
                for (var t = k + 1; t <= steps; t++)
                    Assert.That(Math.Exp(2 * table[0, t, k]), Is.EqualTo(sums[t, k]).Within(4).Percent, $"t = {t}, k = {k}");
            }
        });
    }

    [Test]
    public void Without_slopes_it_is_what_units_keep()
    {
        var step = new UnitSlopes([0.9, 0.5], [[0.0, 0.0]], [1, 1], [[0, 0]]);
        var table = new PairTable(1, 4);

        MeanFieldGrowth.Fill([step, step, step, step], [1], table, 0, hasMemory: false);

        Assert.That(table[0, 4, 1], Is.EqualTo(0.5 * Math.Log((Math.Pow(0.9, 6) + Math.Pow(0.5, 6)) / 2)).Within(1e-14));
        Assert.That(MeanFieldGrowth.Edge(step, [1]), Is.EqualTo(0.9));
    }

    [Test]
    public void Of_one_gate_it_grows_as_1_minus_g_plus_g_lambda()
    {
        const double g = 0.2, λ = 0.5;
        var step = new UnitSlopes([1 - g, 1 - g], [[g, g]], [1, 1], [[0, 0]]);
        var table = new PairTable(1, 400);
        MeanFieldGrowth.Fill([.. Enumerable.Repeat(step, 400)], [λ * λ], table, 0, hasMemory: false);

        // In the middle of the disc's edge the growth at finite lags is slower by a power of the lag: 1/(4h) per step.
        var perStep = table[0, 400, 1] - table[0, 399, 1];

        Assert.That(MeanFieldGrowth.Edge(step, [λ * λ]), Is.EqualTo(1 - g + g * λ).Within(1e-12));
        Assert.That(perStep, Is.EqualTo(Math.Log(1 - g + g * λ)).Within(1e-3));
    }

    /// <summary>Gates 1 (nothing kept) and 0 (all kept, no slope) by hand, then two that react: 0.5 · 0.09/(z − 0.5)² + 0.5 · 0.01/(z − 0.8)² = 1.</summary>
    [Test]
    public void Of_two_gates_the_edge_is_the_root_by_hand()
    {
        var open = new UnitSlopes([0.0, 1.0], [[1.0, 0.0]], [1, 1], [[0, 0]]);
        var two = new UnitSlopes([0.5, 0.8], [[0.3, 0.1]], [1, 1], [[0, 0]]);

        var z = MeanFieldGrowth.Edge(two, [1]);

        Assert.That(MeanFieldGrowth.Edge(open, [1]), Is.EqualTo(1));
        Assert.That(0.5 * 0.09 / ((z - 0.5) * (z - 0.5)) + 0.5 * 0.01 / ((z - 0.8) * (z - 0.8)), Is.EqualTo(1).Within(1e-9));
        Assert.That(z, Is.GreaterThan(0.8));
    }

    private static UnitSlopes Draw(Random random, bool hasMemory)
    {
        double[] Uniform(double from, double to) => [.. Enumerable.Range(0, Units).Select(_ => from + (to - from) * random.NextDouble())];
        double[] none = new double[Units];
        return hasMemory
            ? new UnitSlopes(Uniform(0.3, 1), [Uniform(0.2, 0.9), none], Uniform(0.3, 1), [none, Uniform(-0.5, 0.5)])
            : new UnitSlopes(Uniform(0.3, 1), [Uniform(0.2, 0.9), Uniform(-0.5, 0.5)], Uniform(1, 1), [none, none]);
    }

    private static double[,] Jacobian(UnitSlopes step, double[][,] weights, bool hasMemory)
    {
        var jacobian = new double[hasMemory ? 2 * Units : Units, hasMemory ? 2 * Units : Units];
        for (var i = 0; i < Units; i++)
        {
            for (var j = 0; j < Units; j++)
            {
                var (carrier, shown) = (0.0, 0.0);
                for (var p = 0; p < weights.Length; p++)
                    (carrier, shown) = (carrier + step.Slopes[p][i] * weights[p][i, j], shown + step.Shown[p][i] * weights[p][i, j]);
                if (!hasMemory)
                {
                    jacobian[i, j] = carrier + (i == j ? step.Kept[i] : 0);
                    continue;
                }
                jacobian[Units + i, j] = carrier;
                jacobian[i, j] = step.Exposure[i] * carrier + shown;
            }
            if (hasMemory)
                (jacobian[Units + i, Units + i], jacobian[i, Units + i]) = (step.Kept[i], step.Exposure[i] * step.Kept[i]);
        }
        return jacobian;
    }

    private static double[,] Normal(Random random, double deviation)
    {
        var matrix = new double[Units, Units];
        for (var i = 0; i < Units; i++)
        {
            for (var j = 0; j < Units; j++)
                matrix[i, j] = deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }
        return matrix;
    }

    private static double[,] Product(double[,] left, double[,] right)
    {
        var n = left.GetLength(0);
        var product = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var m = 0; m < n; m++)
            {
                for (var j = 0; j < n; j++)
                    product[i, j] += left[i, m] * right[m, j];
            }
        }
        return product;
    }
}
