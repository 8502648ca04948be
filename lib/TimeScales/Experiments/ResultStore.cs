using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TimeScales.Experiments;

/// <summary>A folder of results, one file per run: <c>&lt;experiment&gt;/&lt;protocol&gt;/&lt;task&gt;/&lt;cell&gt;/seed-&lt;n&gt;.json</c>.</summary>
/// <remarks>A file is written under a temporary name, flushed and renamed, so a name in the store always holds a whole result. Files
/// that are damaged or of another configuration are set aside under a new name, never overwritten or deleted.</remarks>
public sealed class ResultStore
{
    private readonly Func<string, Stream> create;

    /// <summary>A store in that folder, which is created when something is saved.</summary>
    public ResultStore(string folder) : this(folder, File.Create)
    {
    }

    /// <summary>A store that writes through another kind of stream: tests simulate full disks with it.</summary>
    internal ResultStore(string folder, Func<string, Stream> create) => (Folder, this.create) = (folder, create);

    /// <summary>The top folder.</summary>
    public string Folder { get; }

    /// <summary>Where the result of a run is kept.</summary>
    public string PathOf(RunConfiguration config) =>
        Path.Combine([Folder, config.Experiment, config.Protocol.Name, .. config.Folders, $"seed-{config.Seed}.json"]);

    /// <summary>Makes sure that the folder can be written.</summary>
    /// <exception cref="IOException">It cannot; the message names it.</exception>
    public void RequireWritable()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            var probe = Path.Combine(Folder, ".writable");
            create(probe).Dispose();
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The output folder '{Folder}' cannot be written: {AtomicFile.FirstSentence(e)}", e);
        }
    }

    /// <summary>Saves the result of a run; all of it or nothing.</summary>
    /// <exception cref="IOException">It could not be written; the message names the file, and what was there before is untouched.</exception>
    public void Save<TConfiguration, TCheckpoint>(RunResult<TConfiguration, TCheckpoint> result)
        where TConfiguration : RunConfiguration
    {
        AtomicFile.Write(PathOf(result.Config), Sealed(CanonicalJson.Serialize(result)), create);
    }

    /// <summary>The stored result of exactly this run.</summary>
    /// <param name="config">The run.</param>
    /// <param name="complete">Says why a result that reads well is not whole, or null.</param>
    /// <param name="setAside">Is told, in one sentence, of a file that had to be set aside.</param>
    /// <returns>Null where there is none that can be used.</returns>
    public RunResult<TConfiguration, TCheckpoint>? Load<TConfiguration, TCheckpoint>(
        TConfiguration config, Func<RunResult<TConfiguration, TCheckpoint>, string?> complete, Action<string> setAside)
        where TConfiguration : RunConfiguration
    {
        var path = PathOf(config);
        // What a killed run left half-written.
        if (File.Exists(AtomicFile.TemporaryName(path)))
            File.Delete(AtomicFile.TemporaryName(path));
        if (!File.Exists(path))
            return null;
        string problem;
        try
        {
            var bytes = File.ReadAllBytes(path);
            var result = CanonicalJson.Deserialize<RunResult<TConfiguration, TCheckpoint>>(bytes);
            var mismatch = Mismatch(result, config) ?? complete(result) ?? BrokenSeal(bytes, CanonicalJson.Serialize(result));
            if (mismatch is null)
                return result;
            problem = mismatch;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            problem = "is damaged";
        }
        setAside($"The file '{path}' {problem}; it is kept as '{SetAside(path)}' and the run is computed again.");
        return null;
    }

    /// <summary>Every result of an experiment in the store, ordered by path.</summary>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="warn">Is told, in one sentence, of a file that is damaged and left where it is.</param>
    public IEnumerable<RunResult<TConfiguration, TCheckpoint>> ReadAll<TConfiguration, TCheckpoint>(string experiment, Action<string> warn)
        where TConfiguration : RunConfiguration
    {
        var folder = Path.Combine(Folder, experiment);
        if (!Directory.Exists(folder))
            yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "seed-*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (TryRead<TConfiguration, TCheckpoint>(path) is { } result)
                yield return result;
            else
                warn($"The file '{path}' is damaged and is left out.");
        }
    }

    private static RunResult<TConfiguration, TCheckpoint>? TryRead<TConfiguration, TCheckpoint>(string path)
        where TConfiguration : RunConfiguration
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var result = CanonicalJson.Deserialize<RunResult<TConfiguration, TCheckpoint>>(bytes);
            return BrokenSeal(bytes, CanonicalJson.Serialize(result)) is null ? result : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The JSON object with its SHA-256 as one more property: a changed digit reads well and must be noticed all the same.</summary>
    private static byte[] Sealed(byte[] json)
    {
        var seal = Encoding.ASCII.GetBytes($",\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(json))}\"}}");
        return [.. json.AsSpan(0, json.Length - 1), .. seal];
    }

    private static string? BrokenSeal(ReadOnlySpan<byte> file, byte[] json) => file.SequenceEqual(Sealed(json)) ? null : "is damaged";

    private static string? Mismatch<TConfiguration, TCheckpoint>(RunResult<TConfiguration, TCheckpoint> result, TConfiguration config)
        where TConfiguration : RunConfiguration
    {
        var schema = RunResult<TConfiguration, TCheckpoint>.SchemaOf(config);
        if (result.Schema != schema)
            return $"has the schema '{result.Schema}' instead of '{schema}'";
        if (result.Config.Identity != config.Identity)
            return "is of another configuration";
        if (result.Version != LibraryVersion.Text)
            return $"was written by version {result.Version}, not {LibraryVersion.Text}";
        return null;
    }

    private static string SetAside(string path)
    {
        for (var n = 1; ; n++)
        {
            var name = $"{path}.set-aside-{n}";
            if (File.Exists(name))
                continue;
            File.Move(path, name);
            return name;
        }
    }
}
