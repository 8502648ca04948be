namespace TimeScales.Tests.Training;

internal sealed class GradientClippingTests
{
    [Test]
    public void A_long_gradient_is_shortened_to_the_limit_and_keeps_its_direction()
    {
        double[] gradient = [3, -4, 12];

        Assert.That(GradientClipping.Clip<double>(gradient, 2), Is.EqualTo(13));
        Assert.That(gradient, Is.EqualTo(new[] { 6.0 / 13, -8.0 / 13, 24.0 / 13 }).Within(1e-15));
    }

    [TestCase(13)]
    [TestCase(14)]
    public void A_gradient_within_the_limit_stays_as_it_is(double limit)
    {
        float[] gradient = [3, -4, 12];

        Assert.That(GradientClipping.Clip<float>(gradient, limit), Is.EqualTo(13));
        Assert.That(gradient, Is.EqualTo(new float[] { 3, -4, 12 }));
    }
}
