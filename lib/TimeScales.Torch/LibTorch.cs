using System.Reflection;
using System.Runtime.InteropServices;

namespace TimeScales.Torch;

/// <summary>Loads libtorch and TorchSharp's native part from where they are installed, before TorchSharp looks for copies beside the program.</summary>
/// <remarks>
/// They are found in the folder that <see cref="FolderVariable"/> names (a Python installation's <c>torch/lib</c> for instance), or
/// else in the package cache that the build restored them to. On Linux a library that is loaded serves all that need one of its name.
/// </remarks>
internal static class LibTorch
{
    /// <summary>The environment variable that names a folder with libtorch's libraries.</summary>
    public const string FolderVariable = "TIMESCALES_LIBTORCH";

    /// <summary>In the order in which they need one another; those for CUDA are not everywhere.</summary>
    private static readonly string[] Libraries = ["c10", "c10_cuda", "torch_cpu", "torch_cuda", "torch"];

    private static readonly Lazy<string?> Loading = new(Load);

    /// <summary>Why libtorch cannot be used here, as a sentence without a full stop; null where it is loaded.</summary>
    public static string? Problem => Loading.Value;

    private static string Version { get; } = typeof(torch).Assembly.GetName().Version!.ToString(3);

    private static string? Load()
    {
        if (OperatingSystem.IsLinux() && !HasRecentLibStdCxx())
        {
            return $"TorchSharp {Version} needs the libstdc++ of GCC 13 (GLIBCXX_3.4.32), and this system's is older: Debian 13 and Ubuntu 24.04 have it, "
                + "Debian 12, Ubuntu 22.04 and RHEL 9 do not; 'environment/debian-13.sh COMMAND' runs a command in a root of Debian 13";
        }
        var named = Environment.GetEnvironmentVariable(FolderVariable);
        if (named is { Length: > 0 } && FileIn(named, "torch_cpu") is null)
            return $"{FolderVariable} names the folder '{named}', which has no {FileName("torch_cpu")}";
        string[] folders = [.. new[] { named, Recorded("libtorch"), Recorded("TorchSharp") }.OfType<string>().Where(Directory.Exists)];
        try
        {
            foreach (var path in Libraries.Append("LibTorchSharp").Select(name => folders.Select(folder => FileIn(folder, name)).FirstOrDefault(found => found is not null)))
            {
                if (path is not null)
                    NativeLibrary.Load(path);
            }
            InitializeDeviceType(DeviceType.CPU);
            return null;
        }
        catch (Exception e) when (e is NotSupportedException or TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            var reason = (e.InnerException ?? e).Message.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd('.');
            return folders.Length == 0
                ? $"this build has no libtorch for this machine (TIMESCALES_PACKAGES=full restores it, {FolderVariable} names a folder that has one)"
                : $"libtorch cannot be loaded from {string.Join(" and ", folders.Select(folder => $"'{folder}'"))}: {reason}";
        }
    }

    /// <summary>Whether libstdc++ has the one symbol of GLIBCXX_3.4.32 that TorchSharp's native part imports.</summary>
    private static bool HasRecentLibStdCxx() =>
        NativeLibrary.TryLoad("libstdc++.so.6", out var library) && NativeLibrary.TryGetExport(library, "_ZSt21ios_base_library_initv", out _);

    private static string? FileIn(string folder, string name) => Path.Combine(folder, FileName(name)) is var path && File.Exists(path) ? path : null;

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";

    /// <summary>A folder that the build wrote into this assembly; null where it restored none.</summary>
    private static string? Recorded(string key) =>
        typeof(LibTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == key)?.Value;
}
