using System.Reflection;
using System.Runtime.InteropServices;
using TimeScales.Experiments.Engines;
using TimeScales.Experiments;

namespace TimeScales.Torch;

/// <summary>Finds libtorch and its devices.</summary>
public sealed class TorchEngineSource : IEngineSource
{
    /// <inheritdoc/>
    public string Name => TorchEngine.EngineName;

    /// <inheritdoc/>
    public IReadOnlyList<string> Devices { get; } = ["cpu", "cuda"];

    /// <summary>What the build restored: core, full or cuda.</summary>
    internal static string Packages { get; } =
        typeof(TorchEngineSource).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "Packages").Value!;

    /// <inheritdoc/>
    public bool IsThere(string device) =>
        device != "cuda" || NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out _);

    /// <inheritdoc/>
    public string? Missing(string device)
    {
        // Asked before libtorch is loaded, which takes a while.
        if (!IsThere(device))
            return "there is no NVIDIA driver on this machine";
        if (LibTorch.Problem is { } problem)
            return problem;
        if (device == "cpu" || cuda.is_available())
            return null;
        return Packages == "cuda"
            ? "libtorch finds no CUDA device on this machine"
            : $"this build has a libtorch for the CPU; TIMESCALES_PACKAGES=cuda brings the other, and {LibTorch.FolderVariable} "
                + $"names a folder that has one";
    }

    /// <inheritdoc/>
    public string? Found => LibTorch.Found;

    /// <inheritdoc/>
    public IEngine Create(string device, int threads) => device == "cuda" ? new TorchEngine(torch.CUDA, workers: 1)
        : new TorchEngine(torch.CPU, threads);
}
