using System.Reflection;
using TimeScales.Engines;

namespace TimeScales.Torch;

/// <summary>Finds libtorch and its devices.</summary>
public sealed class TorchEngineSource : IEngineSource
{
    /// <inheritdoc/>
    public string Name => TorchEngine.EngineName;

    /// <inheritdoc/>
    public IReadOnlyList<string> Devices { get; } = ["cpu", "cuda"];

    private static string Packages { get; } =
        typeof(TorchEngineSource).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "Packages").Value!;

    /// <inheritdoc/>
    public string? Missing(string device)
    {
        try
        {
            InitializeDeviceType(DeviceType.CPU);
            if (device == "cpu" || cuda.is_available())
                return null;
        }
        catch (Exception e) when (e is NotSupportedException or TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            return $"libtorch cannot be loaded ({(e.InnerException ?? e).Message.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd('.')})";
        }
        return Packages == "cuda"
            ? "libtorch finds no CUDA device on this machine"
            : $"this build has the packages '{Packages}', whose libtorch is for the CPU; TIMESCALES_PACKAGES=cuda brings the other";
    }

    /// <inheritdoc/>
    public IEngine Create(string device, int threads) => device == "cuda" ? new TorchEngine(torch.CUDA, workers: 1) : new TorchEngine(torch.CPU, threads);
}
