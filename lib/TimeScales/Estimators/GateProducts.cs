using System.Numerics;

namespace TimeScales;

/// <summary>Products of gates over the steps between k and t: P(t,k) = Π g_j and C(t,k) = Π (1 − g_j), j = k+1 … t; where a
/// forget gate carries, Π f_j.</summary>
/// <remarks>
/// <b>Source.</b> arXiv:2508.12121, Sec. V: P is the zeroth-order prediction of the effective learning rate, C the part of the
/// state that is carried. Leaky: α^h and (1 − α)^h. Per-unit gates: the mean over units of the units' products.
/// </remarks>
public static class GateProducts
{
    /// <summary>Below this a product in float64 is rescaled; float32 never gets there and keeps its own range.</summary>
    private const double RescaleBelow = 1e-200;

    /// <summary>P of an unrolled batch.</summary>
    /// <param name="unroll">The forward pass.</param>
    public static PairTable Of(Unroll<double> unroll) => Measure(unroll);

    /// <summary>C of an unrolled batch: products of 1 − g.</summary>
    /// <param name="unroll">The forward pass.</param>
    public static PairTable OfCarry(Unroll<double> unroll) => Measure(unroll, carry: true);

    /// <summary>P, or C where <paramref name="carry"/>.</summary>
    /// <param name="unroll">The forward pass.</param>
    /// <param name="carry">Products of 1 − g instead of g.</param>
    internal static PairTable Measure<T>(Unroll<T> unroll, bool carry = false) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var table = new PairTable(unroll.Batch, unroll.Steps);
        ForEachProduct(unroll, carry, (b, t, first, logarithm) =>
        {
            if (first > 1)
                table[b, t, first - 1] = logarithm;
        });
        return table;
    }

    /// <summary>Calls <paramref name="visit"/> with every sequence, last factor t = 2 … T, first factor t … 1, and the
    /// logarithm of that product.</summary>
    internal static void ForEachProduct<T>(Unroll<T> unroll, bool carry, Action<int, int, int, double> visit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var units = unroll.Cell.GateIsShared ? 1 : unroll.Hidden;
        var gates = new T[(unroll.Steps + 1) * units];
        var products = new T[units];
        for (var b = 0; b < unroll.Batch; b++)
        {
            for (var t = 1; t <= unroll.Steps; t++)
            {
                for (var i = 0; i < units; i++)
                    gates[t * units + i] = carry ? unroll.Carry(b, t, i) : T.CreateChecked(unroll.Gate(b, t, i));
            }

            for (var t = 2; t <= unroll.Steps; t++)
            {
                Array.Fill(products, T.One);
                for (var (first, exponent) = (t, 0); first >= 1; first--)
                {
                    for (var i = 0; i < units; i++)
                        products[i] *= gates[first * units + i];
                    var mean = Mean(products);
                    visit(b, t, first, Math.Log(mean) + exponent * Math.Log(2));
                    if (mean < RescaleBelow && typeof(T) == typeof(double))
                        exponent += Rescale(products);
                }
            }
        }
    }

    private static double Mean<T>(T[] products) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        foreach (var product in products)
            sum += product;
        return double.CreateChecked(sum / T.CreateChecked(products.Length));
    }

    private static int Rescale<T>(T[] products) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var largest = products.Max();
        if (largest == T.Zero)
            return 0;
        var exponent = T.ILogB(largest);
        for (var i = 0; i < products.Length; i++)
            products[i] = T.ScaleB(products[i], -exponent);
        return exponent;
    }
}
