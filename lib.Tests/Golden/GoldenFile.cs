using System.Text.Json;
using System.Text.RegularExpressions;

namespace TimeScales.Tests.Golden;

/// <summary>Golden files and the places where they lie.</summary>
internal static partial class GoldenFile
{
    /// <summary>The folder that holds the solution, found upwards from the test assembly.</summary>
    private static DirectoryInfo Root { get; } = FindRoot();

    /// <summary>A file of this folder; each entry of it names the expression that made it.</summary>
    public static JsonElement Read(string name) => Parse(Path.Combine(Root.FullName, "lib.Tests", "Golden", name));

    /// <summary>Measurements of the released program, laid beside the checkout; null where they are not there.</summary>
    public static JsonElement? ReadReference(string name)
    {
        var path = Path.Combine(Root.Parent?.FullName ?? Root.FullName, "shared", "reference", name);
        return File.Exists(path) ? Parse(path) : null;
    }

    public static double[] Doubles(this JsonElement array) => [.. array.EnumerateArray().Select(Double)];

    public static float[] Floats(this JsonElement array) => Array.ConvertAll(array.Doubles(), x => (float)x);

    public static int[] Integers(this JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetInt32())];

    /// <summary>A number, or one of the quoted names that stand for no number.</summary>
    public static double Double(this JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? double.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : value.GetDouble();

    /// <summary>Python writes NaN and ±Infinity bare, which JSON does not know: they are quoted.</summary>
    internal static JsonElement ParseText(string json) => JsonDocument.Parse(BareToken().Replace(json, "\"$&\"")).RootElement;

    private static JsonElement Parse(string path) => ParseText(File.ReadAllText(path));

    [GeneratedRegex(@"(?<=[\[,:\s])(NaN|-?Infinity)(?=\s*[,\]}])")]
    private static partial Regex BareToken();

    private static DirectoryInfo FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Reproduction.sln")))
                return folder;
        }
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Reproduction.sln.");
    }
}
