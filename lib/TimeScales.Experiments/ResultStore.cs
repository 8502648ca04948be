using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments;

/// <summary>A folder of results, one file per run:
/// <c>&lt;experiment&gt;/&lt;protocol&gt;/&lt;task&gt;/&lt;cell&gt;/&lt;configuration&gt;/seed-&lt;n&gt;.json</c>.</summary>
/// <remarks>Configurations have folders of their own (<see cref="RunConfiguration.FolderName"/>), so none stands in another's
/// way; a result of an engine other than the embedded one names it, <c>seed-3.torch-cuda.json</c>. What lies in
/// <c>&lt;cell&gt;</c> itself, as it did before there were such folders, is read too. A file is written under a temporary name,
/// flushed and renamed, so a name in the store always holds a whole result. Files that are damaged are set aside under a new
/// name, never overwritten or deleted.</remarks>
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
    /// <param name="config">The run.</param>
    /// <param name="engine">What computed it.</param>
    /// <param name="device">Where.</param>
    public string PathOf(RunConfiguration config, string engine = "embedded", string device = "cpu") =>
        Path.Combine(CellFolder(config), config.FolderName,
            $"seed-{config.Seed}{(engine == "embedded" ? "" : $".{engine}-{device}")}.json");

    /// <summary>Whether a result of that run may be there: none needs to be computed, if it can be read.</summary>
    public bool MayHold(RunConfiguration config) => Candidates(config).Any();

    /// <summary>Makes sure that the folder can be written.</summary>
    /// <exception cref="IOException">It cannot; the message names it.</exception>
    public void RequireWritable()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            // A name of its own: the tasks of a job array may share the folder.
            var probe = Path.Combine(Folder, $".writable-{Guid.NewGuid():N}");
            create(probe).Dispose();
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The output folder '{Folder}' cannot be written: {AtomicFile.FirstSentence(e)}", e);
        }
    }

    /// <summary>Saves the result of a run; all of it or nothing.</summary>
    /// <exception cref="IOException">It could not be written; the message names the file, and what was there
    /// before is untouched.</exception>
    public void Save<TConfiguration, TCheckpoint>(RunResult<TConfiguration, TCheckpoint> result)
        where TConfiguration : RunConfiguration
    {
        AtomicFile.Write(PathOf(result.Config, result.Engine, result.Device), Sealed(CanonicalJson.Serialize(result)), create);
    }

    /// <summary>The stored result of exactly this run.</summary>
    /// <param name="config">The run.</param>
    /// <param name="counts">Whether a result will do, by engine and device; one that does not stays where it is.</param>
    /// <param name="complete">Says why a result that reads well is not whole, or null.</param>
    /// <param name="warn">Is told, in one sentence, of a file that had to be set aside and of results of another version.</param>
    /// <returns>Null where there is none that can be used.</returns>
    public RunResult<TConfiguration, TCheckpoint>? Load<TConfiguration, TCheckpoint>(
        TConfiguration config,
        Func<string, string, bool> counts,
        Func<RunResult<TConfiguration, TCheckpoint>, string?> complete,
        Action<string> warn)
        where TConfiguration : RunConfiguration
    {
        // What a killed run left half-written.
        if (Directory.Exists(Path.GetDirectoryName(PathOf(config))))
            Array.ForEach(Directory.GetFiles(Path.GetDirectoryName(PathOf(config))!,
                AtomicFile.TemporaryName($"seed-{config.Seed}.*")), File.Delete);
        foreach (var path in Candidates(config))
        {
            var (isIntact, result) = Read<TConfiguration, TCheckpoint>(path);
            // Before configurations had folders, any of them could lie here.
            var isEarlier = Path.GetDirectoryName(path) == CellFolder(config);
            var isThisRun = result?.Config.Identity == config.Identity;
            var problem = !isIntact ? "is damaged" : isThisRun ? complete(result!) : isEarlier ? null
                : "is of another configuration";
            if (problem is not null)
                warn($"The file '{path}' {problem}; it is kept as '{SetAside(path)}' and the run is computed again.");
            else if (isThisRun && counts(result!.Engine, result.Device))
                return result;
            else if (result is null)
                warn(OfAnotherVersion(config.Experiment));
        }
        if (OtherVersions(config).Any())
            warn(OfAnotherVersion(config.Experiment));
        return null;
    }

    /// <summary>What the store has of a run; nothing is changed.</summary>
    /// <param name="config">The run.</param>
    /// <param name="complete">Says why a result that reads well is not whole, or null.</param>
    public StoredRun Find<TConfiguration, TCheckpoint>(TConfiguration config,
        Func<RunResult<TConfiguration, TCheckpoint>, string?> complete)
        where TConfiguration : RunConfiguration
    {
        StoredRun? damaged = null;
        foreach (var path in Candidates(config))
        {
            var (isIntact, result) = Read<TConfiguration, TCheckpoint>(path);
            var isThisRun = result?.Config.Identity == config.Identity;
            if (!isIntact || (isThisRun && complete(result!) is not null))
                damaged ??= new StoredRun(config, RunState.Damaged, path);
            else if (isThisRun)
                return new StoredRun(config, result!.DivergedAtIteration is null ? RunState.There : RunState.Diverged, path);
            else if (result is not null && Path.GetDirectoryName(path) != CellFolder(config))
                damaged ??= new StoredRun(config, RunState.Damaged, path);
        }
        return damaged ?? new StoredRun(config, RunState.Missing, null);
    }

    /// <summary>Why a file of the store cannot be used, or null: it is damaged, not whole, or not where its run belongs. What
    /// another version wrote can be checked for damage only.</summary>
    /// <param name="path">The file.</param>
    /// <param name="complete">Says why a result that reads well is not whole, or null.</param>
    public string? Problem<TConfiguration, TCheckpoint>(string path,
        Func<RunResult<TConfiguration, TCheckpoint>, string?> complete)
        where TConfiguration : RunConfiguration
    {
        var (isIntact, result) = Read<TConfiguration, TCheckpoint>(path);
        if (!isIntact || result is null)
            return isIntact ? null : "is damaged";
        var place = PathOf(result.Config, result.Engine, result.Device);
        string[] places = [place, Path.Combine(CellFolder(result.Config), Path.GetFileName(place))];
        return complete(result) ?? (places.Contains(path) ? null : $"belongs at '{Path.GetRelativePath(Folder, place)}'");
    }

    /// <summary>Every result of an experiment in the store, each run once, ordered by path.</summary>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="warn">Is told, in one sentence, of what is left out and stays where it is.</param>
    public IEnumerable<RunResult<TConfiguration, TCheckpoint>> ReadAll<TConfiguration, TCheckpoint>(string experiment,
        Action<string> warn)
        where TConfiguration : RunConfiguration
    {
        var folder = Path.Combine(Folder, experiment);
        if (!Directory.Exists(folder))
            yield break;
        var runs = new HashSet<string>();
        var (foreign, repeated) = (false, 0);
        foreach (var path in Directory.EnumerateFiles(folder, "seed-*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            var (isIntact, result) = Read<TConfiguration, TCheckpoint>(path);
            if (!isIntact)
                warn($"The file '{path}' is damaged and is left out.");
            else if (result is null)
                foreign = true;
            else if (runs.Add(result.Config.Identity))
                yield return result;
            else
                repeated++;
        }
        if (foreign)
            warn(OfAnotherVersion(experiment));
        if (repeated > 0)
            warn($"{repeated} results in '{folder}' are of runs that are there already, from another engine or an earlier "
                + $"version, and are left out.");
    }

    private string OfAnotherVersion(string experiment) =>
        $"'{Path.Combine(Folder, experiment)}' holds results of another version of this program; they stay where they are, and "
            + $"version {LibraryVersion.Text} computes its own.";

    /// <summary>Folders of the same settings whose hash is not this version's.</summary>
    private IEnumerable<string> OtherVersions(RunConfiguration config)
    {
        var (folder, settings) = (CellFolder(config), config.Settings + "-");
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name =>
                name.Length == config.FolderName.Length && name.StartsWith(settings, StringComparison.Ordinal)
                    && name != config.FolderName)
            : [];
    }

    private string CellFolder(RunConfiguration config) =>
        Path.Combine([Folder, config.Experiment, config.Protocol.Name, .. config.Folders]);

    /// <summary>Files that may hold a run: of the embedded engine, of others, and where results lay before
    /// configurations had folders.</summary>
    private IEnumerable<string> Candidates(RunConfiguration config)
    {
        var (path, older) = (PathOf(config), Path.Combine(CellFolder(config), $"seed-{config.Seed}.json"));
        var folder = Path.GetDirectoryName(path)!;
        var own = Directory.Exists(folder) ? Directory.GetFiles(folder, $"seed-{config.Seed}.*json") : [];
        return own.Where(file => file.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Concat(File.Exists(older) ? [older] : []);
    }

    /// <summary>Reads a file: whether it is as it was written and, where this version wrote it, the result.</summary>
    private static (bool IsIntact, RunResult<TConfiguration, TCheckpoint>? Result) Read<TConfiguration, TCheckpoint>(string path)
        where TConfiguration : RunConfiguration
    {
        var bytes = File.ReadAllBytes(path);
        if (!IsSealed(bytes))
            return (false, null);
        try
        {
            var result = CanonicalJson.Deserialize<RunResult<TConfiguration, TCheckpoint>>(bytes);
            // A property that another version named otherwise would be read as its default; written again, the bytes tell.
            return (true, result.Version == LibraryVersion.Text && result.Schema == result.Config.Schema
                && Sealed(CanonicalJson.Serialize(result)).AsSpan().SequenceEqual(bytes) ? result : null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            return (true, null);
        }
    }

    /// <summary>The JSON object with its SHA-256 as one more property: a changed digit reads well and must be
    /// noticed all the same.</summary>
    private static byte[] Sealed(ReadOnlySpan<byte> json) => [.. json[..^1], .. Seal(json)];

    private static byte[] Seal(ReadOnlySpan<byte> json) =>
        Encoding.ASCII.GetBytes($",\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(json))}\"}}");

    private static bool IsSealed(ReadOnlySpan<byte> file)
    {
        var end = file.Length - Seal([]).Length;
        return end >= 0 && file[end..].SequenceEqual(Seal([.. file[..end], (byte)'}']));
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

/// <summary>What a store has of a run.</summary>
/// <param name="Config">The run.</param>
/// <param name="State">Whether its result can be used.</param>
/// <param name="Path">The file; null where there is none.</param>
public sealed record StoredRun(RunConfiguration Config, RunState State, string? Path);

/// <summary>Whether a run's result can be used.</summary>
public enum RunState
{
    /// <summary>It can.</summary>
    There,

    /// <summary>There is none that this version wrote.</summary>
    Missing,

    /// <summary>There is a file, and it is damaged, not whole or another run's; computing the run sets it aside.</summary>
    Damaged,

    /// <summary>It can, and it says that the run stopped being finite.</summary>
    Diverged,
}
