namespace TimeScales.Tests;

/// <summary>A table of comma-separated values by the names of its columns, read without the library's own reader.</summary>
internal static class CsvTable
{
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var names = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(f => f.First, f => f.Second))];
    }
}
