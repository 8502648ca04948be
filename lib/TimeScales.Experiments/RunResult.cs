using System.Reflection;

namespace TimeScales.Experiments;

/// <summary>What one run measured, with everything that decided it; no clock times and no paths, so equal
/// runs are equal bytes.</summary>
/// <param name="Schema">Name and version of this layout.</param>
/// <param name="Config">The configuration.</param>
/// <param name="Engine">What computed it: embedded or torch.</param>
/// <param name="Device">Where: cpu or cuda.</param>
/// <param name="Version">The library's version.</param>
/// <param name="DivergedAtIteration">The update at which a loss, state or Jacobian stopped being
/// finite; null where none did.</param>
/// <param name="Checkpoints">One entry per checkpoint reached.</param>
public sealed record RunResult<TConfiguration, TCheckpoint>(
    string Schema,
    TConfiguration Config,
    string Engine,
    string Device,
    string Version,
    int? DivergedAtIteration,
    IReadOnlyList<TCheckpoint> Checkpoints)
    where TConfiguration : RunConfiguration
{
    /// <summary>A result of the embedded engine.</summary>
    internal static RunResult<TConfiguration, TCheckpoint> Embedded(
        TConfiguration config, IReadOnlyList<TCheckpoint> checkpoints, int? divergedAtIteration) =>
        Of(config, "embedded", "cpu", checkpoints, divergedAtIteration);

    /// <summary>A result of any engine.</summary>
    internal static RunResult<TConfiguration, TCheckpoint> Of(
        TConfiguration config, string engine, string device, IReadOnlyList<TCheckpoint> checkpoints, int? divergedAtIteration) =>
        new(config.Schema, config, engine, device, LibraryVersion.Text, divergedAtIteration, checkpoints);
}

/// <summary>The version of this library.</summary>
public static class LibraryVersion
{
    /// <summary>major.minor.patch.</summary>
    public static string Text { get; } =
        typeof(LibraryVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
