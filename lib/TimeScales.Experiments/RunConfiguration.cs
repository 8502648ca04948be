using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text;
using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments;

/// <summary>Everything that decides one run: equal configurations give equal results, to the byte.</summary>
public abstract record RunConfiguration
{
    /// <summary>Hexadecimal digits of the hash in a folder's name.</summary>
    internal const int HashLength = 8;

    /// <summary>Paths of some systems end at 260 characters.</summary>
    private const int LongestName = 60;

    /// <summary>The experiment's name on the command line and the top folder of its results.</summary>
    public abstract string Experiment { get; }

    /// <summary>How it is measured.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The seed from which every stream of the run follows.</summary>
    public required uint Seed { get; init; }

    /// <summary>The folders of the result below experiment and protocol.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> Folders { get; }

    /// <summary>The task; empty where there is none.</summary>
    [JsonIgnore]
    public string TaskName => Folders.Count > 1 ? Folders[0] : "";

    /// <summary>The cell, model or gate.</summary>
    [JsonIgnore]
    public string CellName => Folders[^1];

    /// <summary>The sizes that can be chosen: the run's properties of those names; null where it has none.</summary>
    internal Sizes Sizes => new(
        (int?)Size(nameof(Sizes.Hidden)), (int?)Size(nameof(Sizes.Steps)),
        (IReadOnlyList<int>?)Size(nameof(Sizes.Checkpoints)), (IReadOnlyList<int>?)Size(nameof(Sizes.Lags)));

    /// <summary>What differs from the paper preset's sizes, as a name for folders and tables: "paper", or
    /// "hidden-16_checkpoints-0-20".</summary>
    [JsonIgnore]
    public string Settings => Differences.Length <= LongestName ? Differences
        : $"{Differences[..LongestName]}-{Hash(Differences)}";

    /// <summary>The same at full length, for a sentence.</summary>
    internal string Differences
    {
        get
        {
            var paper = Properties(PaperSizes());
            var differences = Properties(this).Where(property => property.Value != paper[property.Key])
                .Select(property => $"{property.Key}-{property.Value}").ToArray();
            return differences.Length == 0 ? "paper" : string.Join('_', differences);
        }
    }

    /// <summary>The name of the folder with all seeds of this configuration: its settings, and a hash of everything that decides
    /// a result but the seed.</summary>
    /// <remarks>Library and schema are part of it, so another version finds its own results and leaves these alone.</remarks>
    [JsonIgnore]
    public string FolderName => $"{Settings}-{Hash($"{(this with { Seed = 0 }).Identity} {Schema} {LibraryVersion.Text}")}";

    /// <summary>Name and version of the layout of its results.</summary>
    [JsonIgnore]
    public string Schema => $"timescales/{Experiment}/1";

    /// <summary>A short name for progress and messages: "corrected adding/scalar seed 3".</summary>
    [JsonIgnore]
    public string Label => $"{Protocol.Name} {string.Join('/', Folders)} seed {Seed}";

    /// <summary>The run's identity: the SHA-256 of its canonical JSON, in hexadecimal digits.</summary>
    [JsonIgnore]
    public string Identity => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(this)));

    /// <summary>The identity of this run without its task and seed: runs that share it can train side
    /// by side as replicas.</summary>
    [JsonIgnore]
    public string ReplicaGroup => (WithoutTask() with { Seed = 0 }).Identity;

    /// <summary>Checks that the run is possible.</summary>
    /// <exception cref="ArgumentException">It is not; the message says what is impossible, with the
    /// value and the choices.</exception>
    public abstract void Validate();

    /// <summary>Memory and arithmetic that the run needs, roughly; of sizes that are valid, however large.</summary>
    public abstract RunCost EstimateCost();

    /// <summary>Checks that what the run reads besides its configuration is there; a result that is stored
    /// already does not need it.</summary>
    /// <exception cref="ArgumentException">It is not; the message says what is missing and what brings it.</exception>
    public virtual void RequireData()
    {
    }

    /// <summary>The same run at the paper preset's sizes.</summary>
    private protected abstract RunConfiguration PaperSizes();

    /// <summary>Every property of the canonical JSON as words of a name.</summary>
    private static Dictionary<string, string> Properties(RunConfiguration config) =>
        JsonNode.Parse(CanonicalJson.Serialize(config))!.AsObject()
        .ToDictionary(p => JsonNamingPolicy.KebabCaseLower.ConvertName(p.Key), p =>
            p.Value is JsonArray list ? string.Join('-', list) : $"{p.Value}");

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];

    /// <summary>The same run with a task left open, where it has one.</summary>
    private protected virtual RunConfiguration WithoutTask() => this;

    /// <summary>The same run at other sizes; a size that is null stays.</summary>
    internal virtual RunConfiguration With(Sizes sizes)
    {
        var run = this with { };
        foreach (var size in typeof(Sizes).GetProperties())
        {
            if (size.GetValue(sizes) is { } value)
                GetType().GetProperty(size.Name)?.SetValue(run, value);
        }
        return run;
    }

    private object? Size(string name) => GetType().GetProperty(name)?.GetValue(this);

    /// <summary>Throws one sentence unless a task has such sequences, whose last output is one number.</summary>
    private protected void RequireTask(SequenceTask task, int steps, int inputs)
    {
        task.Validate(steps, inputs);
        if (task.ReadOut != ReadOut.Number)
            throw new ArgumentException(
                $"The task '{task.Name}' asks for more than one number; the networks of {Experiment} put out one.");
    }

    /// <summary>Throws one sentence unless a value is at least <paramref name="least"/>.</summary>
    private protected static void RequireAtLeast(int least, int value, string name)
    {
        if (value < least)
            throw new ArgumentException($"The {name} is {value}; it must be at least {least}.");
    }

    /// <summary>Throws one sentence unless a value is positive.</summary>
    private protected static void RequirePositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentException($"The {name} is {value}; it must be positive and finite.");
    }

    /// <summary>Throws one sentence unless the checkpoints rise from 0 or later.</summary>
    private protected static void RequireRisingCheckpoints(IReadOnlyList<int> checkpoints)
    {
        if (checkpoints.Count == 0 || checkpoints[0] < 0 || !checkpoints.Zip(checkpoints.Skip(1))
            .All(pair => pair.First < pair.Second))
            throw new ArgumentException(
                $"The checkpoints are '{string.Join(',', checkpoints)}'; they must be rising numbers of updates from 0 on.");
    }

    /// <summary>Throws one sentence unless the lag fits between two steps.</summary>
    private protected void RequireLag(int lag, int steps)
    {
        if (lag < 1 || lag >= steps)
            throw new ArgumentException(
                $"The lag {lag} is impossible with sequences of {steps} steps "
                + $"({string.Join('/', Folders)}); lags are 1 … {steps - 1}.");
    }
}
