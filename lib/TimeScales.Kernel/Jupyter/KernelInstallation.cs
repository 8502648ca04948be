using System.Text.Json.Nodes;
using System.Text.Json;
using TimeScales.Kernel.Engine;

namespace TimeScales.Kernel.Jupyter;

/// <summary>The kernelspec, by which front ends find and start the kernel.</summary>
public static class KernelInstallation
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Installs the kernelspec for this build, over an earlier one.</summary>
    /// <param name="prefix">Install under <c>PREFIX/share/jupyter</c>; null: for this user.</param>
    /// <returns>The kernelspec's folder.</returns>
    public static string Install(string? prefix)
    {
        var folder = Folder(prefix);
        Directory.CreateDirectory(folder);
        // VS Code starts the kernel without a shell's environment: hence absolute paths, and where .NET lies.
        var specification = new JsonObject
        {
            ["argv"] = new JsonArray([.. KernelProgram.Command, "start", "{connection_file}"]),
            ["display_name"] = KernelInformation.DisplayName,
            ["language"] = KernelInformation.Language,
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject(KernelProgram.Variables.Select(variable =>
                KeyValuePair.Create(variable.Name, (JsonNode?)variable.Value))),
            ["metadata"] = new JsonObject { ["debugger"] = false },
        };
        File.WriteAllText(Path.Combine(folder, "kernel.json"), specification.ToJsonString(Indented) + "\n");
        return folder;
    }

    /// <summary>Removes the kernelspec.</summary>
    /// <param name="prefix">As it was installed.</param>
    /// <returns>The folder that was removed; null when there was none.</returns>
    public static string? Remove(string? prefix)
    {
        var folder = Folder(prefix);
        if (!Directory.Exists(folder))
            return null;
        Directory.Delete(folder, recursive: true);
        return folder;
    }

    private static string Folder(string? prefix) =>
        Path.Combine(
            prefix is null ? UserDataFolder() : Path.Combine(Path.GetFullPath(prefix), "share", "jupyter"),
            "kernels",
            KernelInformation.Name);

    /// <summary>Jupyter's own rule for the folder of a user's data.</summary>
    private static string UserDataFolder()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } named)
            return named;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Jupyter");
        // ~/.local/share with XDG_DATA_HOME honoured, or %APPDATA%.
        return Path.Combine(
            OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
                : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
                    Environment.SpecialFolderOption.DoNotVerify),
            "jupyter");
    }
}
