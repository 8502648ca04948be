using System.Security.Cryptography;

namespace TimeScales.Experiments;

/// <summary>Copies folders of results, such as the parts of a job array, into one: everything or nothing.</summary>
public static class ResultMerge
{
    /// <summary>Files that a message names; more would hide the first.</summary>
    private const int MostNames = 10;

    private const string Staging = ".merging";

    /// <summary>Copies every result that the target does not have; what is there already, byte for byte, stays as it
    /// is.</summary>
    /// <param name="folders">Folders of results.</param>
    /// <param name="target">The folder that receives them; it may hold results already.</param>
    /// <param name="problem">Says why a file of a store cannot be used, or null.</param>
    /// <returns>Results copied and results that were there already.</returns>
    /// <exception cref="ArgumentException">A folder does not exist or none holds a result.</exception>
    /// <exception cref="IOException">A result is damaged, or two of one run differ; the message names them. Or the target cannot
    /// be written. Nothing was changed.</exception>
    public static (int Copied, int There) Merge(
        IReadOnlyList<string> folders, string target, Func<ResultStore, string, string?> problem)
    {
        var missing = folders.FirstOrDefault(folder => !Directory.Exists(folder));
        if (missing is not null)
            throw new ArgumentException($"The folder '{missing}' does not exist; name folders that 'reproduce run --out' wrote.");
        // What a merge that was killed has left.
        Clear(target);
        var results = folders.Select(FullPath).Distinct().Where(folder => folder != FullPath(target))
            .SelectMany(folder => ResultsIn(folder).Select(path => new Source(folder, path))).ToList();
        if (results.Count == 0)
        {
            throw new ArgumentException(
                $"There are no results in '{string.Join("', '", folders)}'; name folders that 'reproduce run --out' wrote.");
        }

        Refuse("cannot be merged", results.Select(result =>
            problem(new ResultStore(result.Folder), result.Path) is { } why ? $"'{result.Path}' {why}" : null));
        var there = ResultsIn(target).Select(path => new Source(target, path)).ToDictionary(result => result.Name);
        var copies = new Dictionary<string, Source>();
        var conflicts = new List<string?>();
        foreach (var result in results)
        {
            if (!there.TryGetValue(result.Name, out var other) && copies.TryAdd(result.Name, result))
                continue;
            other ??= copies[result.Name];
            if (!result.Hash.AsSpan().SequenceEqual(other.Hash))
                conflicts.Add($"'{result.Path}' differs from '{other.Path}'");
        }
        Refuse("are of one run and differ; keep one of each, or merge into another folder", conflicts);
        Copy([.. copies.Values], target);
        return (copies.Count, results.Select(result => result.Name).Distinct().Count() - copies.Count);
    }

    private static string FullPath(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static IEnumerable<string> ResultsIn(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "seed-*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [];

    private static void Refuse(string why, IEnumerable<string?> problems)
    {
        var all = problems.OfType<string>().ToArray();
        if (all.Length == 0)
            return;
        var more = all.Length > MostNames ? $"; and {all.Length - MostNames} more" : "";
        throw new IOException($"Nothing was merged, because {(all.Length == 1 ? "a result" : $"{all.Length} results")} {why}: "
            + $"{string.Join("; ", all.Take(MostNames))}{more}.");
    }

    /// <summary>Copies into a folder beside the results first, so that a full disk leaves the results as they were; what remains
    /// is to rename.</summary>
    private static void Copy(Source[] results, string target)
    {
        var staging = Path.Combine(target, Staging);
        var moved = new List<string>();
        try
        {
            foreach (var result in results)
            {
                var content = File.ReadAllBytes(result.Path);
                if (!SHA256.HashData(content).AsSpan().SequenceEqual(result.Hash))
                    throw new IOException($"The file '{result.Path}' changed while it was merged.");
                AtomicFile.Write(Path.Combine(staging, result.Name), content);
            }
            foreach (var result in results)
            {
                var path = Path.Combine(target, result.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Move(Path.Combine(staging, result.Name), path);
                moved.Add(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            moved.ForEach(File.Delete);
            throw new IOException($"Nothing was merged into '{target}': {AtomicFile.FirstSentence(e)}", e);
        }
        finally
        {
            Clear(target);
        }
    }

    private static void Clear(string target)
    {
        if (Directory.Exists(Path.Combine(target, Staging)))
            Directory.Delete(Path.Combine(target, Staging), recursive: true);
    }

    /// <summary>A result in a folder.</summary>
    private sealed class Source(string folder, string path)
    {
        private byte[]? hash;

        public string Folder => folder;

        public string Path => path;

        /// <summary>Its name in any folder of results.</summary>
        public string Name { get; } = System.IO.Path.GetRelativePath(folder, path);

        public byte[] Hash => hash ??= SHA256.HashData(File.ReadAllBytes(path));
    }
}
