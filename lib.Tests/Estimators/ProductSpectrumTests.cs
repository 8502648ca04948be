using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Estimators;

/// <summary>AI and CE of M(t,k) against singular values of ∂x_t/∂x_k, for lags that float64 can hold.</summary>
internal sealed class ProductSpectrumTests
{
    private const int Hidden = 24, Steps = 16, Rank = 10;

    private static readonly string[] Cells = ["plain", "scalar", "multi", "gru", "lstm"];

    private static readonly Triple[] Triples =
        [new(0, 15, 14), new(1, 1, 0), new(1, 9, 7), new(0, 6, 1), new(1, 13, 4), new(0, 12, 0)];

    /// <summary>Relative. Float64 products, whose tenth value keeps 1e-16·AI; AI reaches 1e3 here. Largest seen: 2e-12.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>No product is formed by the oracle: ∂x_t/∂x_k comes from complex steps through t − k state equations.</summary>
    [TestCaseSource(nameof(Cells))]
    public void The_spectrum_is_that_of_the_derivative_of_a_later_state_by_an_earlier_one(string cell)
    {
        var p = new Problem(Cell.ByName(cell), Hidden, 3, batch: 2, Steps);
        foreach (var triple in Triples)
        {
            var derivative = Derivatives.StateByComplexStep(p, triple.Sequence, triple.K, triple.T);
            var (anisotropy, concentration) = Spectra.Of(Spectra.SingularValues(derivative), Rank);
            var actual = new ProductSpectrum(p.Unroll()).Measure(triple, Rank);
            Assert.That(actual.Anisotropy, Is.EqualTo(anisotropy).Within(Tolerance * anisotropy), $"{triple}");
            Assert.That(actual.Concentration, Is.EqualTo(concentration).Within(Tolerance), $"{triple}");
        }
    }

    [TestCase(2, 5, 0)]
    [TestCase(0, 17, 0)]
    [TestCase(0, 5, 5)]
    [TestCase(0, 5, -1)]
    public void An_impossible_product_is_refused(int sequence, int t, int k)
    {
        var spectrum = new ProductSpectrum(new Problem(Cell.ByName("plain"), Hidden, 3, batch: 2, Steps).Unroll());

        Assert.That(() => spectrum.LogSingularValues(sequence, t, k), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
