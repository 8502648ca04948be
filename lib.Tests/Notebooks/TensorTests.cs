using System.Diagnostics;
using NUnit.Framework;
using TimeScales.Kernel;
using TimeScales.Torch;
using static TorchSharp.torch;

namespace TimeScales.Tests.Notebooks;

/// <summary>How tensors look, which a library of their own formats.</summary>
[NonParallelizable]
public sealed class TensorTests
{
    [OneTimeSetUp]
    public void Require()
    {
        if (LibTorch.Problem is { } problem)
            Assert.Ignore($"No libtorch: {problem}.");
    }

    [TestCase(new long[] { 2, 3 }, "[2x3], type = Float32, device = cpu\n 0 0 0\n 0 0 0\n", TestName = "{m}: whole")]
    [TestCase(new long[] { 30, 2 }, "[30x2], type = Float32, device = cpu\n 0 0",
        TestName = "{m}: whole up to a thousand numbers")]
    [TestCase(new long[] { 1000, 1000 }, "[1000x1000], of which [20x20], type = Float32, device = cpu\n 0 0",
        TestName = "{m}: by its first entries")]
    [TestCase(new long[] { 2, 3, 4, 5, 60 }, "[2x3x4x5x60], of which [1x1x2x5x20], type = Float32, device = cpu\n",
        TestName = "{m}: of many dimensions")]
    [TestCase(new long[] { 5000 }, "[5000], of which [20], type = Float32, device = cpu\n", TestName = "{m}: a vector")]
    public void A_tensor_shows_its_shape_and_its_entries(long[] shape, string text)
    {
        using var tensor = zeros(shape);

        var shown = Formatters.Format(tensor).ToJson();

        Assert.That(shown["text/plain"]!.ToString(), Does.StartWith(text));
        Assert.That(shown["text/html"]!.ToString(), Does.StartWith("<div><pre>" + text));
    }

    [Test]
    public void A_large_tensor_neither_fills_the_notebook_nor_holds_it_up()
    {
        using var tensor = randn(3000, 3000);
        _ = Formatters.Format(tensor);

        var watch = Stopwatch.StartNew();
        var shown = Formatters.Format(tensor).ToJson().ToJsonString();

        Assert.That(watch.ElapsedMilliseconds, Is.LessThan(100));
        Assert.That(shown, Has.Length.LessThan(20_000));
    }

    [Test]
    public void A_tensor_that_was_given_back_does_not_fail_the_cell()
    {
        var tensor = zeros(2);
        tensor.Dispose();
        Assert.That(Formatters.Format(tensor).ToJson()["text/plain"]!.ToString(), Does.Contain("empty handle"));
    }
}
