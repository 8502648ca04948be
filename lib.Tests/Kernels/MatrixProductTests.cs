using NUnit.Framework;
using TimeScales.Kernels;

namespace TimeScales.Tests.Kernels;

/// <summary>The kernels against the definition of the product, at shapes on both sides of every tile edge.</summary>
internal sealed unsafe class MatrixProductTests
{
    /// <summary>Relative to the largest element, for sums of up to 66 products: float64 seen 3e-16.</summary>
    private const double Accuracy = 2e-15;

    private static readonly int[] Rows = [1, 3, 4, 5, 17];
    private static readonly int[] Inner = [1, 2, 33];
    private static readonly int[] Columns = [1, 8, 9, 31, 32, 40, 66];

    [Test]
    public void Multiply_is_the_sum_over_the_inner_index(
        [ValueSource(nameof(Rows))] int rows, [ValueSource(nameof(Inner))] int inner, [ValueSource(nameof(Columns))] int columns)
    {
        var (a, b) = (Numerical.RandomMatrix(rows, inner, 1), Numerical.RandomMatrix(inner, columns, 2));
        var (pa, pb, pc) = (Padded<double>.Of(a), Padded<double>.Of(b), new Padded<double>(rows, columns));

        MatrixProduct.Multiply(rows, inner, pb.Width, pa.Pointer, pa.Width, 1, pb.Pointer, pb.Width, pc.Pointer);

        Assert.That(Numerical.Distance(Dense(pc, rows, columns), Numerical.Product(a, b)), Is.LessThan(Accuracy));
    }

    /// <summary>A in column order, added to what is there: the form in which gradients are summed over steps.</summary>
    [Test]
    public void Multiply_adds_a_product_with_a_transposed_factor(
        [ValueSource(nameof(Rows))] int rows, [ValueSource(nameof(Inner))] int inner, [ValueSource(nameof(Columns))] int columns)
    {
        var (a, b, c) = (Numerical.RandomMatrix(rows, inner, 1), Numerical.RandomMatrix(inner, columns, 2), Numerical.RandomMatrix(rows, columns, 3));
        var (pa, pb, pc) = (new Padded<double>(inner, rows, (i, j) => a[j, i]), Padded<double>.Of(b), Padded<double>.Of(c));
        var expected = Numerical.Product(a, b);
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                expected[i, j] += c[i, j];

        MatrixProduct.Multiply(rows, inner, pb.Width, pa.Pointer, 1, pa.Width, pb.Pointer, pb.Width, pc.Pointer, accumulate: true);

        Assert.That(Numerical.Distance(Dense(pc, rows, columns), expected), Is.LessThan(Accuracy));
    }

    /// <summary>One chain of fused multiply-adds per element, in the order of the inner index: the same bits in every tile.</summary>
    [Test]
    public void Every_element_in_float32_is_one_chain_of_fused_multiply_adds([Values(1, 5, 6)] int rows, [Values(16, 80)] int columns)
    {
        const int inner = 19;
        var random = new Random(8);
        var (a, b, c) = (Random(rows, inner), Random(inner, columns), new Padded<float>(rows, columns));

        MatrixProduct.Multiply(rows, inner, b.Width, a.Pointer, a.Width, 1, b.Pointer, b.Width, c.Pointer);

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = 0f;
                for (var k = 0; k < inner; k++)
                    sum = MathF.FusedMultiplyAdd(a[i, k], b[k, j], sum);
                Assert.That(c[i, j], Is.EqualTo(sum), $"({i}, {j})");
            }
        }

        Padded<float> Random(int height, int width) => new(height, width, (_, _) => (float)Numerical.Normal(random));
    }

    [Test]
    public void A_matrix_times_a_vector_is_the_product_with_one_column([ValueSource(nameof(Rows))] int rows, [ValueSource(nameof(Columns))] int columns)
    {
        var (m, x) = (Numerical.RandomMatrix(rows, columns, 1), Numerical.RandomMatrix(columns, 1, 2));
        var (pm, px, py) = (Padded<double>.Of(m), new Padded<double>(1, columns, (_, j) => x[j, 0]), new Padded<double>(1, rows));

        MatrixVector.Multiply(rows, pm.Width, pm.Pointer, px.Pointer, py.Pointer);

        Assert.That(Numerical.Distance(Dense(py, 1, rows).Cast<double>(), Numerical.Product(m, x).Cast<double>()), Is.LessThan(Accuracy));
    }

    [Test]
    public void A_transposed_matrix_times_a_vector_is_the_product_with_one_row([ValueSource(nameof(Rows))] int rows, [ValueSource(nameof(Columns))] int columns)
    {
        var (m, x) = (Numerical.RandomMatrix(rows, columns, 1), Numerical.RandomMatrix(1, rows, 2));
        var (pm, px, py) = (Padded<double>.Of(m), Padded<double>.Of(x), new Padded<double>(1, columns));

        MatrixVector.MultiplyTransposed(rows, pm.Width, pm.Pointer, px.Pointer, py.Pointer);

        Assert.That(Numerical.Distance(Dense(py, 1, columns), Numerical.Product(x, m)), Is.LessThan(Accuracy));
    }

    private static double[,] Dense(Padded<double> m, int rows, int columns)
    {
        var dense = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                dense[i, j] = m[i, j];
        return dense;
    }
}
