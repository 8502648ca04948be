using TimeScales.Tests.Oracles;
using TimeScales.Torch;

namespace TimeScales.Tests.Torch;

/// <summary>Where libtorch cannot be loaded the tests of this folder are skipped, and the skip says why.</summary>
[SetUpFixture]
internal sealed class LibTorchHere
{
    [OneTimeSetUp]
    public void Require()
    {
        if (LibTorch.Problem is { } problem)
            Assert.Ignore($"No libtorch: {problem}.");
    }
}
