using TimeScales.Experiments.Departures;
using TimeScales.Tests.Estimators;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Departures;

/// <summary>AI and CE of products under each departure alone, against singular values of products in the order and with the
/// Jacobians that it has.</summary>
internal sealed class ProductSpectrumDeparturesTests
{
    private const int Hidden = 24, Steps = 16, Rank = 10;

    private static readonly string[] Cells = ["plain", "scalar", "multi", "gru", "lstm"];

    private static readonly double[] FourThreeTwoOne = [4, 3, 2, 1];

    private static readonly Triple[] Triples =
        [new(0, 15, 14), new(1, 1, 0), new(1, 9, 7), new(0, 6, 1), new(1, 13, 4), new(0, 12, 0)];

    /// <summary>Relative. Float64 products, whose tenth value keeps 1e-16·AI; AI reaches 1e3 here. Largest seen: 2e-12.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>To the bit: the corrected protocol is the estimator itself.</summary>
    [Test]
    public void Without_a_departure_the_spectrum_is_the_estimator_s()
    {
        var p = Problem("multi");
        foreach (var triple in Triples)
        {
            var expected = new ProductSpectrum(p.Unroll()).Measure(triple, Rank);
            Assert.That(Measure(p, Protocol.Corrected, triple), Is.EqualTo(expected));
        }
    }

    [TestCaseSource(nameof(Cells))]
    public void Reversed_products_are_J_k_plus_1_to_J_t(string cell)
    {
        var p = Problem(cell);
        foreach (var triple in Triples)
            AssertSpectrum(p, Protocol.OnlyWith(Departure.ReversedProducts), triple, Numerical.Product(Factors(p, triple)));
    }

    [TestCase("scalar")]
    [TestCase("multi")]
    public void The_gate_term_takes_the_state_after_the_step_only_where_the_protocol_says_so(string cell)
    {
        var p = Problem(cell);
        foreach (var triple in Triples)
        {
            var (a, b) = GatedTrajectory.Split(p, triple.Sequence, after: true);
            var factors = Enumerable.Range(triple.K, triple.T - triple.K).Reverse().Select(t => Sum(a[t], b[t]));
            AssertSpectrum(p, Protocol.OnlyWith(Departure.GateTermAfterStep), triple, Numerical.Product(factors));
        }
    }

    [Test]
    public void The_truncated_CE_counts_16_values_and_the_corrected_one_all()
    {
        var p = Problem("multi");
        foreach (var triple in Triples)
        {
            var σ = Spectra.SingularValues(Derivatives.StateByComplexStep(p, triple.Sequence, triple.K, triple.T));
            var truncated = Measure(p, Protocol.OnlyWith(Departure.TruncatedSpectrum), triple).Concentration;
            var whole = Measure(p, Protocol.Corrected, triple).Concentration;

            Assert.That(truncated, Is.EqualTo(Spectra.Of(σ, Rank, 16).Concentration).Within(Tolerance));
            Assert.That(whole, Is.EqualTo(Spectra.Of(σ, Rank).Concentration).Within(Tolerance).And.LessThan(truncated));
        }
    }

    /// <summary>The published path in float64: eigenvalues of M Mᵀ keep σ_10 to ε·AI², 1e-10 here, and the offset takes 1e-12/σ_10.</summary>
    [TestCaseSource(nameof(Cells))]
    public void A_product_that_is_formed_has_the_same_leading_spectrum(string cell)
    {
        var p = Problem(cell);
        foreach (var triple in Triples)
        {
            var formed = Measure(p, Protocol.OnlyWith(Departure.SinglePrecisionProducts), triple);
            var corrected = Measure(p, Protocol.Corrected, triple);
            Assert.That(formed.Anisotropy, Is.EqualTo(corrected.Anisotropy).Within(1e-6 * corrected.Anisotropy));
            Assert.That(formed.Concentration, Is.EqualTo(corrected.Concentration).Within(1e-6));
        }
    }

    [Test]
    public void A_product_with_an_infinite_element_has_no_spectrum_in_the_published_protocol()
    {
        var p = new Problem(Cell.ByName("plain"), 12, 2, batch: 1, steps: 4);
        p.Network.Weights[0] = 1e200;
        p.Inputs.AsSpan().Clear();
        p.InitialStates.AsSpan().Clear();

        var spectrum = new FormedProductSpectrum<double>(Protocol.Published, p.Unroll(), Rank);
        Assert.That(spectrum.Measure(new Triple(0, 3, 0)), Is.Null);
    }

    /// <summary>The released program's offset makes a vanishing product look isotropic and empty: impossible values.</summary>
    [Test]
    public void The_offset_of_the_released_program_gives_AI_below_1_and_CE_near_0_where_the_definition_does_not()
    {
        var values = Array.ConvertAll(FourThreeTwoOne, σ => 1e-20 * σ);

        var offset = OffsetSpectrum.Of(values, 2, 4);
        var exact = Spectrum.FromLogarithms(Array.ConvertAll(values, Math.Log), 2);

        Assert.That(offset.Anisotropy, Is.LessThan(1));
        Assert.That(offset.Concentration, Is.LessThan(1e-20));
        Assert.That(exact.Anisotropy, Is.EqualTo(4.0 / 3).Within(1e-13));
        Assert.That(exact.Concentration, Is.EqualTo(25.0 / 30).Within(1e-13));
    }

    /// <summary>AI_2 = 4/(3 + 1e-12); CE_2 of three values is 25/(29 + 1e-12).</summary>
    [Test]
    public void With_offsets_four_values_by_hand()
    {
        Assert.That(OffsetSpectrum.Of(FourThreeTwoOne, 2, 4).Anisotropy, Is.EqualTo(4 / (3 + 1e-12)).Within(1e-15));
        Assert.That(OffsetSpectrum.Of(FourThreeTwoOne, 2, 3).Concentration, Is.EqualTo(25 / (29 + 1e-12)).Within(1e-15));
    }

    private static void AssertSpectrum(Problem p, Protocol protocol, Triple triple, double[,] product)
    {
        var (anisotropy, concentration) = Spectra.Of(Spectra.SingularValues(product), Rank);
        var actual = Measure(p, protocol, triple);
        Assert.That(actual.Anisotropy, Is.EqualTo(anisotropy).Within(Tolerance * anisotropy), $"{triple}");
        Assert.That(actual.Concentration, Is.EqualTo(concentration).Within(Tolerance), $"{triple}");
    }

    private static Problem Problem(string cell) => new(Cell.ByName(cell), Hidden, 3, batch: 2, Steps);

    private static Spectrum Measure(Problem p, Protocol protocol, Triple triple)
    {
        var spectrum = protocol.Has(Departure.SinglePrecisionProducts)
            ? new FormedProductSpectrum<double>(protocol, p.Unroll(), Rank).Measure(triple)
            : new ProductSpectrumDepartures(protocol, p.Unroll(), Rank).Measure(triple);
        Assert.That(spectrum, Is.Not.Null);
        return spectrum.Value;
    }

    /// <summary>J_{k+1}, …, J_t.</summary>
    private static IEnumerable<double[,]> Factors(Problem p, Triple triple) =>
        Enumerable.Range(triple.K + 1, triple.T - triple.K).Select(t => Derivatives.StateByComplexStep(p, triple.Sequence, t - 1, t));

    private static double[,] Sum(double[,] a, double[,] b)
    {
        var sum = (double[,])a.Clone();
        for (var i = 0; i < a.GetLength(0); i++)
            for (var j = 0; j < a.GetLength(1); j++)
                sum[i, j] += b[i, j];
        return sum;
    }
}
