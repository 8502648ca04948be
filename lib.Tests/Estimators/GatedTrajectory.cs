using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Estimators;

/// <summary>A_t and B_t along a trajectory of a gated cell, written from Sec. V one element at a time.</summary>
internal static class GatedTrajectory
{
    /// <summary>[T] each; <paramref name="after"/> puts x_t in the place of x_{t−1} in the gate term.</summary>
    public static (double[][,] A, double[][,] B) Split(Problem p, int sequence, bool after = false)
    {
        var x = p.States(sequence);
        var u = p.Sequence(sequence);
        var w = p.Weights(value => value);
        var (a, b) = (new double[p.Steps][,], new double[p.Steps][,]);
        for (var t = 1; t <= p.Steps; t++)
        {
            var φ = Sums(w("Wr"), x[t - 1], w("Wi"), u[t - 1]).Select(Math.Tanh).ToArray();
            var gates = Sums(w("Wrg"), x[t - 1], w("Wig"), u[t - 1]).Select(z => 1 / (1 + Math.Exp(-z))).ToArray();
            // One gate for all units, or one for each.
            var row = (int i) => gates.Length == 1 ? 0 : i;
            var state = x[after ? t : t - 1];
            a[t - 1] = new double[p.Hidden, p.Hidden];
            b[t - 1] = new double[p.Hidden, p.Hidden];
            for (var i = 0; i < p.Hidden; i++)
            {
                var g = gates[row(i)];
                for (var j = 0; j < p.Hidden; j++)
                {
                    a[t - 1][i, j] = g * (1 - φ[i] * φ[i]) * w("Wr")[i][j] + (i == j ? 1 - g : 0);
                    b[t - 1][i, j] = (φ[i] - state[i]) * g * (1 - g) * w("Wrg")[row(i)][j];
                }
            }
        }
        return (a, b);
    }

    private static double[] Sums(double[][] recurrent, double[] x, double[][] input, double[] u) =>
        [.. recurrent.Select((row, i) => row.Zip(x, (v, s) => v * s).Sum() + input[i].Zip(u, (v, s) => v * s).Sum())];
}
