using TimeScales.Kernels;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Kernels;

/// <summary>Products whose singular values are known: J_i = Q_i diag(d_i) Q_{i−1}ᵀ, so M = Q_n (Π diag d_i) Q_0ᵀ.</summary>
/// <remarks>A factor rounded to float64 determines its singular values only to ε·κ(J_i), so one factor spans at most six decades here and
/// 300 decades need 50 factors; a single factor that spans them all is a signed permutation, which is exact.</remarks>
internal sealed class ProductSvdTests
{
    private const double Tolerance = 1e-9;

    [TestCase(8, 1, 4)]
    [TestCase(64, 1, 4)]
    [TestCase(64, 2, 8)]
    [TestCase(64, 10, 50)]
    [TestCase(64, 50, 300)]
    [TestCase(64, 500, 300)]
    [TestCase(64, 100, 20)]
    [TestCase(64, 100, 0.1)]
    [TestCase(17, 500, 300)]
    [TestCase(3, 500, 300)]
    [TestCase(1, 500, 300)]
    public void Every_singular_value_of_a_known_product_is_exact_over_its_whole_range(int size, int factors, double decades)
    {
        var (product, expected) = KnownProduct(size, factors, decades, new Random(size + factors));

        var actual = ProductSvd.LogSingularValues(product);

        Assert.That(actual, Is.EqualTo(expected).Within(Tolerance));
    }

    [Test]
    public void A_single_factor_over_300_decades_is_exact()
    {
        const int size = 31;
        var factor = new double[size, size];
        for (var i = 0; i < size; i++)
            factor[(i * 12 + 5) % size, i] = (i % 3 == 0 ? -1 : 1) * Math.Pow(10, -10 * i);

        var actual = ProductSvd.LogSingularValues([factor]);

        Assert.That(actual, Is.EqualTo(Enumerable.Range(0, size).Select(i => -10 * i * Math.Log(10)).ToArray()).Within(Tolerance));
    }

    [Test]
    public void The_range_of_float64_is_no_limit()
    {
        // 500 factors that each shrink by 1e-3: the product is 1e-1500.
        var (product, expected) = KnownProduct(16, 500, 100, new Random(1), shrink: 3);

        Assert.That(ProductSvd.LogSingularValues(product), Is.EqualTo(expected).Within(Tolerance * 10));
        Assert.That(expected[0], Is.LessThan(-3000));
    }

    [Test]
    public void The_order_of_the_factors_counts()
    {
        double[,] shear = { { 1, 100 }, { 0, 1 } };
        double[,] stretch = { { 100, 0 }, { 0, 0.01 } };

        var forward = ProductSvd.LogSingularValues([shear, stretch]);
        var reversed = ProductSvd.LogSingularValues([stretch, shear]);

        // shear·stretch = (100, 1; 0, 0.01); stretch·shear = (100, 10000; 0, 0.01).
        Assert.That(forward, Is.EqualTo(TwoByTwo(100, 1, 0, 0.01)).Within(Tolerance));
        Assert.That(reversed, Is.EqualTo(TwoByTwo(100, 10000, 0, 0.01)).Within(Tolerance));
    }

    [Test]
    public void A_singular_product_has_minus_infinity_for_its_zeros()
    {
        double[,] projection = { { 1, 0, 0 }, { 0, 2, 0 }, { 0, 0, 0 } };

        var actual = ProductSvd.LogSingularValues([projection, projection]);

        Assert.That(actual[..2], Is.EqualTo(new[] { Math.Log(4), 0 }).Within(Tolerance));
        Assert.That(actual[2], Is.EqualTo(double.NegativeInfinity));
    }

    [Test]
    public void A_general_product_agrees_with_700_bit_arithmetic()
    {
        var random = new Random(3);
        var product = Enumerable.Range(0, 40).Select(_ => Gaussian(12, random)).ToArray();

        Assert.That(ProductSvd.LogSingularValues(product), Is.EqualTo(HighPrecisionSvd.LogSingularValues(product)).Within(Tolerance));
    }

    [Test]
    public void Impossible_factors_are_refused_with_their_size_or_value()
    {
        var none = Assert.Throws<ArgumentException>(() => ProductSvd.LogSingularValues([]));
        var other = Assert.Throws<ArgumentException>(() => ProductSvd.LogSingularValues([new double[2, 2], new double[3, 2]]));
        var infinite = Assert.Throws<ArgumentException>(() => ProductSvd.LogSingularValues([new double[,] { { 1, double.NaN }, { 0, 1 } }]));

        Assert.That(none.Message, Does.Contain("no factors"));
        Assert.That(other.Message, Does.Contain("3 × 2"));
        Assert.That(infinite.Message, Does.Contain("NaN in row 0, column 1"));
    }

    private static (double[][,] Product, double[] Logarithms) KnownProduct(int size, int factors, double decades, Random random, double shrink = 0)
    {
        var logarithms = new double[size];
        var product = new double[factors][,];
        var left = Orthogonal(size, random);
        for (var f = 0; f < factors; f++)
        {
            var right = Orthogonal(size, random);
            var d = new double[size];
            for (var i = 0; i < size; i++)
            {
                var log = -Math.Log(10) * (decades / factors * i / Math.Max(1, size - 1) + shrink) + 0.2 * (random.NextDouble() - 0.5);
                d[i] = Math.Exp(log);
                logarithms[i] += log;
            }
            product[f] = new double[size, size];
            for (var i = 0; i < size; i++)
            {
                for (var k = 0; k < size; k++)
                {
                    var scaled = left[k][i] * d[k];
                    for (var j = 0; j < size; j++)
                        product[f][i, j] += scaled * right[k][j];
                }
            }
            left = right;
        }
        return (product, [.. logarithms.OrderDescending()]);
    }

    /// <summary>Orthonormal rows by Gram-Schmidt, twice.</summary>
    private static double[][] Orthogonal(int size, Random random)
    {
        var rows = new double[size][];
        var gaussian = Gaussian(size, random);
        for (var i = 0; i < size; i++)
        {
            var row = Enumerable.Range(0, size).Select(j => gaussian[i, j]).ToArray();
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var earlier in rows.Take(i))
                {
                    var projection = 0.0;
                    for (var j = 0; j < size; j++)
                        projection += row[j] * earlier[j];
                    for (var j = 0; j < size; j++)
                        row[j] -= projection * earlier[j];
                }
                var norm = Math.Sqrt(row.Sum(x => x * x));
                row = [.. row.Select(x => x / norm)];
            }
            rows[i] = row;
        }
        return rows;
    }

    private static double[,] Gaussian(int size, Random random)
    {
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
                matrix[i, j] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }
        return matrix;
    }

    /// <summary>ln σ of a 2 × 2 matrix from its Frobenius norm and determinant.</summary>
    private static double[] TwoByTwo(double a, double b, double c, double d)
    {
        var square = a * a + b * b + c * c + d * d;
        var determinant = Math.Abs(a * d - b * c);
        var largest = (square + Math.Sqrt(square * square - 4 * determinant * determinant)) / 2;
        return [0.5 * Math.Log(largest), Math.Log(determinant) - 0.5 * Math.Log(largest)];
    }
}
