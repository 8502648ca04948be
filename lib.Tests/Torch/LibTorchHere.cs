using TimeScales.Tests.Oracles;
using TimeScales.Torch;

namespace TimeScales.Tests.Torch;

/// <summary>Where the build restored no libtorch the tests of this folder are skipped, and the skip says why; one that it restored must load.</summary>
[SetUpFixture]
internal sealed class LibTorchHere
{
    [OneTimeSetUp]
    public void Require()
    {
        if (LibTorch.Problem is not { } problem)
            return;
        Assert.That(TorchEngineSource.Packages, Is.EqualTo("core"), $"Restored, but not loaded: {problem}.");
        Assert.Ignore($"No libtorch: {problem}.");
    }
}
