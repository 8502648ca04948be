using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TimeScales.Tests.House;

/// <summary>What the core library keeps out, file by file.</summary>
internal static partial class CoreRules
{
    /// <summary>Folders of the core that may have pointers.</summary>
    public static readonly string[] Unsafe = ["Kernels"];

    /// <summary>Folders whose lines are not counted: they are no reading matter.</summary>
    public static readonly string[] NotCounted = ["Kernels", "RandomStreams"];

    /// <summary>The most lines of all other folders together.</summary>
    public const int MostLines = 3000;

    private static readonly string[] InputOutput =
    [
        "File", "FileInfo", "FileStream", "Directory", "DirectoryInfo", "Path", "Stream", "MemoryStream",
        "StreamReader", "StreamWriter", "TextReader", "TextWriter", "Console", "Process", "Environment", "HttpClient", "Socket",
    ];

    /// <summary>What a file of the core has that it should not, each as a sentence.</summary>
    /// <param name="path">The file's path in the core, with slashes: Estimators/Triple.cs.</param>
    /// <param name="text">Its text.</param>
    public static IEnumerable<string> Violations(string path, string text)
    {
        // Identifiers and keywords: what stands in comments and strings is prose.
        var tokens = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens().ToArray();
        var identifiers = tokens.Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.Text);
        foreach (var name in identifiers.Intersect(InputOutput))
            yield return $"{path} speaks of {name}; the core computes and leaves files, screens and the machine to others.";
        if (IsUnsafe(text) && !Unsafe.Contains(path.Split('/')[0]))
            yield return $"{path} is unsafe; pointers stay in {string.Join(", ", Unsafe)}.";
        foreach (var word in OtherProgram().Matches(text).Select(match => match.Value).Distinct())
            yield return $"{path} says '{word}'; what departs from the mathematics stands in Departures, outside the core.";
    }

    /// <summary>Whether a text has pointers.</summary>
    public static bool IsUnsafe(string text) =>
        CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens().Any(token => token.IsKind(SyntaxKind.UnsafeKeyword));

    [GeneratedRegex("released|published|departure|protocol", RegexOptions.IgnoreCase)]
    private static partial Regex OtherProgram();
}
