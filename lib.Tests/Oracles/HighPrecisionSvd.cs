using System.Numerics;

namespace TimeScales.Tests.Oracles;

/// <summary>Singular values of a matrix product in fixed-point arithmetic of 700 binary digits: slow, simple, and 200 digits exact.</summary>
/// <remarks>The factors enter exactly as their float64 values; the product is formed and one-sided Jacobi applied to its columns.</remarks>
internal static class HighPrecisionSvd
{
    private const int FractionBits = 700;

    private static readonly BigInteger One = BigInteger.One << FractionBits;

    /// <summary>ln σ_i of the product, leftmost factor first, largest first.</summary>
    public static double[] LogSingularValues(IReadOnlyList<double[,]> factors)
    {
        var product = Transpose(Exact(factors[0]));
        foreach (var factor in factors.Skip(1))
            product = NextColumns(product, Exact(factor));
        while (Sweep(product))
        {
        }
        return [.. product.Select(column => 0.5 * Log(Dot(column, column))).OrderDescending()];
    }

    private static BigInteger[][] Exact(double[,] matrix) =>
        [.. Enumerable.Range(0, matrix.GetLength(0)).Select(i => Enumerable.Range(0, matrix.GetLength(1)).Select(j => Exact(matrix[i, j])).ToArray())];

    private static BigInteger Exact(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7ff);
        var mantissa = (bits & 0xfffffffffffffL) | (exponent == 0 ? 0 : 1L << 52);
        var shift = Math.Max(exponent, 1) - 1075 + FractionBits;
        var magnitude = shift >= 0 ? new BigInteger(mantissa) << shift : new BigInteger(mantissa) >> -shift;
        return bits < 0 ? -magnitude : magnitude;
    }

    private static BigInteger[][] Transpose(BigInteger[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(j => rows.Select(row => row[j]).ToArray())];

    /// <summary>The columns of M·F from the columns of M.</summary>
    private static BigInteger[][] NextColumns(BigInteger[][] columns, BigInteger[][] factor)
    {
        var n = columns.Length;
        var next = new BigInteger[n][];
        Parallel.For(0, n, j =>
        {
            next[j] = new BigInteger[n];
            for (var i = 0; i < n; i++)
            {
                var sum = BigInteger.Zero;
                for (var k = 0; k < n; k++)
                    sum += columns[k][i] * factor[k][j];
                next[j][i] = sum >> FractionBits;
            }
        });
        return next;
    }

    /// <summary>One sweep of rotations; false when every pair of columns was orthogonal to 1e-15.</summary>
    private static bool Sweep(BigInteger[][] columns)
    {
        var rotated = false;
        for (var p = 0; p < columns.Length - 1; p++)
        {
            for (var q = p + 1; q < columns.Length; q++)
            {
                var (α, β, γ) = (Dot(columns[p], columns[p]), Dot(columns[q], columns[q]), Dot(columns[p], columns[q]));
                if (BigInteger.Abs(γ) * BigInteger.Pow(10, 15) <= Sqrt(Multiply(α, β)))
                    continue;
                rotated = true;
                var ζ = ((β - α) << FractionBits) / (2 * γ);
                var root = Sqrt(One + Multiply(ζ, ζ));
                var t = (One << FractionBits) / (ζ.Sign >= 0 ? ζ + root : ζ - root);
                var c = (One << FractionBits) / Sqrt(One + Multiply(t, t));
                var s = Multiply(c, t);
                for (var k = 0; k < columns.Length; k++)
                {
                    var (x, y) = (columns[p][k], columns[q][k]);
                    columns[p][k] = Multiply(c, x) - Multiply(s, y);
                    columns[q][k] = Multiply(s, x) + Multiply(c, y);
                }
            }
        }
        return rotated;
    }

    private static BigInteger Dot(BigInteger[] x, BigInteger[] y)
    {
        var sum = BigInteger.Zero;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum >> FractionBits;
    }

    private static BigInteger Multiply(BigInteger x, BigInteger y) => (x * y) >> FractionBits;

    /// <summary>√x by Newton's iteration on integers.</summary>
    private static BigInteger Sqrt(BigInteger x)
    {
        if (x.IsZero)
            return x;
        var target = x << FractionBits;
        var root = BigInteger.One << (int)((target.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + target / root) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }

    private static double Log(BigInteger x) => BigInteger.Log(x) - FractionBits * Math.Log(2);
}
