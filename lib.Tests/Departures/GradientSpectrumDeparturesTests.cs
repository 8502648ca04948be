using TimeScales.Experiments.Departures;
using TimeScales.RandomStreams;
using TimeScales.Tests.Estimators;

namespace TimeScales.Tests.Departures;

internal sealed class GradientSpectrumDeparturesTests
{
    /// <summary>Column 1 is constant and gets no jitter; the normals go to the others row by row.</summary>
    [Test]
    public void The_jitter_of_the_released_program_is_drawn_for_the_columns_that_vary()
    {
        double[][] gradients = [[1, 0, 2, 0.5], [-1, 0, 1, 0.1], [2, 0, -1, 0.3], [1, 0, 1, -0.8]];
        var expected = GradientSpectrumTests.NormalisedAndCentred(gradients);
        var noise = new double[12];
        new TorchGenerator(5).FillNormal(noise.AsSpan());
        var next = 0;
        for (var i = 0; i < 4; i++)
            foreach (var j in new[] { 0, 2, 3 })
                expected[i, j] += 1e-8 * noise[next++];
        var stream = new TorchGenerator(5);

        var actual = GradientSpectrumDepartures.Of(Protocol.OnlyWith(Departure.Jitter), gradients, 3, stream);

        var (anisotropy, _) = Spectra.Of(Spectra.SingularValues(expected), 3);
        Assert.That(actual.Anisotropy, Is.EqualTo(anisotropy).Within(1e-12 * anisotropy));
        var (after, reference) = (new double[1], new double[13]);
        stream.FillNormal(after.AsSpan());
        var replay = new TorchGenerator(5);
        replay.FillNormal(reference.AsSpan(0, 12));
        replay.FillNormal(reference.AsSpan(12));
        Assert.That(after[0], Is.EqualTo(reference[12]), "the stream stands behind 4 × 3 normals");
    }

    /// <summary>Rows of length 1e-12 become half as long as they should; a zero row stays zero instead of NaN.</summary>
    [TestCase(Departure.SinglePrecisionProducts, true)]
    [TestCase(Departure.Jitter, false)]
    [TestCase(Departure.None, false)]
    public void The_offset_in_denominators_hides_a_zero_gradient_under_departure_7_alone(Departure departures, bool hidden)
    {
        double[][] gradients = [[1, 0, 2], [0, 0, 0], [2, 1, -1], [0.5, 1, 1]];

        var spectrum = GradientSpectrumDepartures.Of(new Protocol("test", departures), gradients, 2, new TorchGenerator(1));

        Assert.That(double.IsNaN(spectrum.Anisotropy), Is.Not.EqualTo(hidden));
    }

    /// <summary>To the bit, and nothing is drawn.</summary>
    [TestCase(Departure.None)]
    [TestCase(Departure.All & ~(Departure.SinglePrecisionProducts | Departure.Jitter))]
    public void Without_these_departures_the_spectrum_is_the_estimator_s(Departure departures)
    {
        double[][] gradients = [[1, 0, 2], [0.1, 0.3, 0], [2, 1, -1], [0.5, 1, 1]];
        var (used, fresh) = (new TorchGenerator(3), new TorchGenerator(3));

        var spectrum = GradientSpectrumDepartures.Of(new Protocol("test", departures), gradients, 2, used);

        Assert.That(spectrum, Is.EqualTo(GradientSpectrum.Of(gradients, 2)));
        Assert.That(used.NextInteger(0, int.MaxValue), Is.EqualTo(fresh.NextInteger(0, int.MaxValue)));
    }
}
