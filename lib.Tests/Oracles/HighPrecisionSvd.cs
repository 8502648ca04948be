using System.Numerics;
using static TimeScales.Tests.Oracles.FixedPoint;

namespace TimeScales.Tests.Oracles;

/// <summary>Singular values of a matrix product in fixed-point arithmetic of 700 binary digits: slow, simple, and 200 digits exact.</summary>
/// <remarks>The factors enter exactly as their float64 values; the product is formed and one-sided Jacobi applied to its columns.</remarks>
internal static class HighPrecisionSvd
{
    /// <summary>ln σ_i of the product, leftmost factor first, largest first.</summary>
    public static double[] LogSingularValues(IReadOnlyList<double[,]> factors)
    {
        var product = Transpose(Rows(factors[0]));
        foreach (var factor in factors.Skip(1))
            product = NextColumns(product, Rows(factor));
        product = RowsOfR(product);
        while (Sweep(product))
        {
        }
        return [.. product.Select(column => 0.5 * Log(Dot(column, column))).OrderDescending()];
    }

    private static BigInteger[][] Rows(double[,] matrix) =>
        [.. Enumerable.Range(0, matrix.GetLength(0)).Select(i => Enumerable.Range(0, matrix.GetLength(1)).Select(j => Exact(matrix[i, j])).ToArray())];

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

    /// <summary>R of M = QR with pivoted columns, by Gram-Schmidt; it has M's singular values, and its rows are nearly orthogonal where they
    /// are graded, which saves most sweeps.</summary>
    private static BigInteger[][] RowsOfR(BigInteger[][] columns)
    {
        var n = columns.Length;
        var rows = Enumerable.Range(0, n).Select(_ => new BigInteger[n]).ToArray();
        for (var m = 0; m < n; m++)
        {
            var pivot = Enumerable.Range(m, n - m).MaxBy(j => Dot(columns[j], columns[j]));
            (columns[m], columns[pivot]) = (columns[pivot], columns[m]);
            foreach (var row in rows[..m])
                (row[m], row[pivot]) = (row[pivot], row[m]);
            var norm = Sqrt(Dot(columns[m], columns[m]));
            rows[m][m] = norm;
            if (norm.IsZero)
                break;
            var q = Array.ConvertAll(columns[m], x => (x << FractionBits) / norm);
            for (var j = m + 1; j < n; j++)
            {
                var projection = rows[m][j] = Dot(q, columns[j]);
                for (var k = 0; k < n; k++)
                    columns[j][k] -= Multiply(projection, q[k]);
            }
        }
        return rows;
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
}
