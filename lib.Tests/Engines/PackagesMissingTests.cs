namespace TimeScales.Tests.Engines;

/// <summary>Stands in for the tests of the bridges where their packages are off, so that a test run says what it left out.</summary>
internal sealed class PackagesMissingTests
{
    private const string Why = "The optional packages are off: TIMESCALES_PACKAGES is 'core'. environment/choose-packages.sh tries to restore them.";

    [Test]
    public void The_torch_engine_agrees_with_the_embedded_engine() => Assert.Ignore(Why);

    [Test]
    public void Results_and_figures_become_frames_and_charts() => Assert.Ignore(Why);
}
