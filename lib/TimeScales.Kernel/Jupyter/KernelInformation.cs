using System.Text.Json.Nodes;

namespace TimeScales.Kernel.Jupyter;

/// <summary>What the kernel says of itself.</summary>
internal static class KernelInformation
{
    /// <summary>The kernel's name: .NET Interactive's, so that notebooks made for it open unchanged.</summary>
    internal const string Name = ".net-csharp";

    internal const string DisplayName = ".NET (C#)";

    internal const string Language = "csharp";

    internal const string FileExtension = ".cs";

    private static readonly string Version = typeof(KernelInformation).Assembly.GetName().Version!.ToString(3);

    internal static JsonObject Reply() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = "5.3",
        ["implementation"] = "TimeScales.Kernel",
        ["implementation_version"] = Version,
        ["banner"] = $"C# on .NET {Environment.Version}; TimeScales.Kernel {Version}",
        ["help_links"] = new JsonArray(),
        ["debugger"] = false,
        ["language_info"] = LanguageInformation(),
    };

    /// <summary>The same as notebooks carry in their metadata.</summary>
    internal static JsonObject LanguageInformation() => new()
    {
        ["name"] = Language,
        ["version"] = "14.0",
        ["mimetype"] = "text/x-csharp",
        ["file_extension"] = FileExtension,
        ["pygments_lexer"] = "csharp",
        ["codemirror_mode"] = "text/x-csharp",
    };
}
