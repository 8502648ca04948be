using System.Numerics;

namespace TimeScales.Tests.Oracles;

/// <summary>Numbers of 700 binary digits behind the point: slow, simple, and exact far below anything that float64 can show.</summary>
internal static class FixedPoint
{
    public const int FractionBits = 700;

    public static readonly BigInteger One = BigInteger.One << FractionBits;

    /// <summary>The exact value of a float64.</summary>
    public static BigInteger Exact(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7ff);
        var mantissa = (bits & 0xfffffffffffffL) | (exponent == 0 ? 0 : 1L << 52);
        var shift = Math.Max(exponent, 1) - 1075 + FractionBits;
        var magnitude = shift >= 0 ? new BigInteger(mantissa) << shift : new BigInteger(mantissa) >> -shift;
        return bits < 0 ? -magnitude : magnitude;
    }

    public static BigInteger Multiply(BigInteger x, BigInteger y) => (x * y) >> FractionBits;

    /// <summary>√x by Newton's iteration on integers.</summary>
    public static BigInteger Sqrt(BigInteger x)
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

    public static double Log(BigInteger x) => BigInteger.Log(x) - FractionBits * Math.Log(2);

    public static BigInteger[,] Exact(double[,] m) => Matrix(m.GetLength(0), (i, j) => Exact(m[i, j]));

    public static BigInteger[,] Matrix(int size, Func<int, int, BigInteger> element)
    {
        var matrix = new BigInteger[size, size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                matrix[i, j] = element(i, j);
        return matrix;
    }

    public static BigInteger[,] Product(BigInteger[,] a, BigInteger[,] b)
    {
        var size = a.GetLength(0);
        return Matrix(size, (i, j) =>
        {
            var sum = BigInteger.Zero;
            for (var k = 0; k < size; k++)
                sum += a[i, k] * b[k, j];
            return sum >> FractionBits;
        });
    }

    public static BigInteger[,] Combine(BigInteger[,] a, BigInteger[,] b, Func<BigInteger, BigInteger, BigInteger> rule) =>
        Matrix(a.GetLength(0), (i, j) => rule(a[i, j], b[i, j]));

    /// <summary>‖M‖_F, rounded to float64 at the very end.</summary>
    public static double FrobeniusNorm(BigInteger[,] m)
    {
        var sum = BigInteger.Zero;
        foreach (var x in m)
            sum += x * x;
        return sum.IsZero ? 0 : Math.Exp(0.5 * (BigInteger.Log(sum) - 2 * FractionBits * Math.Log(2)));
    }
}
