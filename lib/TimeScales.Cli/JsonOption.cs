using System.CommandLine;

namespace TimeScales.Cli;

/// <summary>The option of every command that prints a table.</summary>
internal static class JsonOption
{
    public static Option<bool> Create() => new("--json") { Description = "One JSON object instead of tables and sentences" };
}
