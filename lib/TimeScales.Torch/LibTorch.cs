using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace TimeScales.Torch;

/// <summary>Loads libtorch and TorchSharp's native part from where they are installed, before TorchSharp looks for
/// copies beside the program.</summary>
/// <remarks>
/// They are found in the folder that <see cref="FolderVariable"/> names (a Python installation's <c>torch/lib</c> for
/// instance), or else in the package cache that the build restored them to. On Linux a library that is loaded serves
/// all that need one of its name.
/// </remarks>
internal static partial class LibTorch
{
    /// <summary>The environment variable that names a folder with libtorch's libraries.</summary>
    public const string FolderVariable = "TIMESCALES_LIBTORCH";

    /// <summary>In the order in which they need one another; those for CUDA are not everywhere.</summary>
    private static readonly string[] Libraries = ["c10", "c10_cuda", "torch_cpu", "torch_cuda", "torch"];

    /// <summary>TorchSharp's native part.</summary>
    private const string Shim = "LibTorchSharp";

    private static readonly Lazy<string?> Loading = new(Load);

    /// <summary>Why libtorch cannot be used here, as a sentence without a full stop; null where it is loaded.</summary>
    public static string? Problem => Loading.Value;

    /// <summary>Which libtorch was found and where, in a few words; null where none was.</summary>
    public static string? Found =>
        Folders.FirstOrDefault(folder => FileIn(folder, "torch_cpu") is not null) is { } folder ? Description(folder) : null;

    private static string TorchSharpVersion { get; } = typeof(torch).Assembly.GetName().Version!.ToString(3);

    /// <summary>The libtorch that TorchSharp's native part is built for: its inlined layouts fit no other.</summary>
    private static string VersionNeeded { get; } = Recorded("LibTorchVersion")!;

    private static string? Named => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : null;

    private static string[] Folders =>
        [.. new[] { Named, Recorded("libtorch"), Recorded("TorchSharp") }.OfType<string>().Where(Directory.Exists)];

    /// <summary>Why a folder's libtorch cannot be loaded, as far as its files tell; null where
    /// nothing speaks against it.</summary>
    internal static string? Misfit(string folder)
    {
        if (FileIn(folder, "torch_cpu") is null)
            return $"{FolderVariable} names the folder '{folder}', which has no {FileName("torch_cpu")}";
        // Another version ends the process at its first tensor, unless a native part built for it lies there too.
        return VersionIn(folder) is { } version && !MinorVersion(version)
            .Equals(MinorVersion(VersionNeeded)) && FileIn(folder, Shim) is null
            ? $"{Description(folder)} does not fit TorchSharp {TorchSharpVersion}, which needs libtorch "
                + $"{MinorVersion(VersionNeeded)}, or its native part "
                + $"built for {MinorVersion(version)} as {FileName(Shim)} in that folder"
            : null;
    }

    private static string? Load()
    {
        if (OperatingSystem.IsLinux() && !HasRecentLibStdCxx())
        {
            return $"TorchSharp {TorchSharpVersion} needs the libstdc++ of GCC 13 (GLIBCXX_3.4.32), and this system's is older: "
                + $"Debian 13 and Ubuntu 24.04 have it, "
                + "Debian 12, Ubuntu 22.04 and RHEL 9 do not; 'environment/debian-13.sh "
                    + "COMMAND' runs a command in a root of Debian 13";
        }
        if (Named is { } named && Misfit(named) is { } misfit)
            return misfit;
        var folders = Folders;
        try
        {
            foreach (var path in Libraries.Append(Shim)
                .Select(name => folders.Select(folder => FileIn(folder, name)).FirstOrDefault(found => found is not null)))
            {
                if (path is not null)
                    NativeLibrary.Load(path);
            }
            InitializeDeviceType(DeviceType.CPU);
            return null;
        }
        catch (Exception e) when (e is NotSupportedException or TypeInitializationException or DllNotFoundException
            or EntryPointNotFoundException or BadImageFormatException)
        {
            // The runtime's advice comes first, what the loader missed last.
            var reason = (e.InnerException ?? e).Message.ReplaceLineEndings("\n")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].TrimEnd('.');
            return Found is { } found
                ? $"{found} cannot be loaded: {reason}"
                : $"this build has no libtorch for this machine (TIMESCALES_PACKAGES=full restores it, "
                    + $"{FolderVariable} names a folder that has one)";
        }
    }

    private static string Description(string folder) => VersionIn(folder) is { } version
        ? $"libtorch {version} in '{folder}'"
        : $"a libtorch of unknown version in '{folder}' (TorchSharp {TorchSharpVersion} needs {MinorVersion(VersionNeeded)})";

    /// <summary>What the folder's surroundings say: the package's own version, a Python installation's version.py, a
    /// download's build-version.</summary>
    private static string? VersionIn(string folder)
    {
        if (folder == Recorded("libtorch"))
            return VersionNeeded;
        var files = new[] { "version.py", "build-version" }.Select(name => Path.Combine(folder, "..", name)).Where(File.Exists);
        return files.Select(file => VersionPattern().Match(File.ReadAllText(file)).Value)
            .FirstOrDefault(version => version.Length > 0);
    }

    private static string MinorVersion(string version) => string.Join('.', version.Split('.', '+').Take(2));

    [GeneratedRegex(@"\d+\.\d+\.[\w.+]+")]
    private static partial Regex VersionPattern();

    /// <summary>Whether libstdc++ has the one symbol of GLIBCXX_3.4.32 that TorchSharp's native part imports.</summary>
    private static bool HasRecentLibStdCxx() =>
        NativeLibrary.TryLoad("libstdc++.so.6", out var library)
            && NativeLibrary.TryGetExport(library, "_ZSt21ios_base_library_initv", out _);

    private static string? FileIn(string folder, string name) =>
        Path.Combine(folder, FileName(name)) is var path && File.Exists(path) ? path : null;

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";

    /// <summary>A folder that the build wrote into this assembly; null where it restored none.</summary>
    private static string? Recorded(string key) =>
        typeof(LibTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == key)?.Value;
}
