using NUnit.Framework;
using TimeScales.Kernels;

namespace TimeScales.Tests.Kernels;

/// <summary>Gram matrices on both sides of every tile edge.</summary>
internal sealed class GramMatrixTests
{
    [Test]
    public void Every_element_is_the_scalar_product_of_two_rows_to_the_bit([Values(1, 3, 4, 5, 11)] int rows, [Values(1, 8, 19)] int columns)
    {
        var random = new Random(5);
        var m = PaddedMatrix<double>.OfRows([.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => random.NextDouble() - 0.5).ToArray())]);

        var gram = m.Gram();

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < rows; j++)
                Assert.That(gram[i, j], Is.EqualTo(m.Dot(i, m, j)), $"row {i}, column {j}");
        }
    }
}
