namespace TimeScales.Tests.Engines;

/// <summary>Stands in for the tests of the torch engine where its packages are off, so that a test run says what it left out.</summary>
internal sealed class TorchEngineMissingTests
{
    [Test]
    public void The_torch_engine_agrees_with_the_embedded_engine() =>
        Assert.Ignore("The TorchSharp packages are off: TIMESCALES_PACKAGES is 'core'. environment/choose-packages.sh tries to restore them.");
}
