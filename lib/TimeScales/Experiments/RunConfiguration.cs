using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace TimeScales.Experiments;

/// <summary>Everything that decides one run: equal configurations give equal results, to the byte.</summary>
public abstract record RunConfiguration
{
    /// <summary>The experiment's name on the command line and the top folder of its results.</summary>
    public abstract string Experiment { get; }

    /// <summary>How it is measured.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The seed from which every stream of the run follows.</summary>
    public required uint Seed { get; init; }

    /// <summary>The folders of the result below experiment and protocol.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> Folders { get; }

    /// <summary>A short name for progress and messages: "corrected adding/scalar seed 3".</summary>
    [JsonIgnore]
    public string Label => $"{Protocol.Name} {string.Join('/', Folders)} seed {Seed}";

    /// <summary>The run's identity: the SHA-256 of its canonical JSON, in hexadecimal digits.</summary>
    [JsonIgnore]
    public string Identity => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(this)));

    /// <summary>The identity of this run without its task and seed: runs that share it can train side by side as replicas.</summary>
    [JsonIgnore]
    public string ReplicaGroup => (WithoutTask() with { Seed = 0 }).Identity;

    /// <summary>Checks that the run is possible.</summary>
    /// <exception cref="ArgumentException">It is not; the message says what is impossible, with the value and the choices.</exception>
    public abstract void Validate();

    /// <summary>Checks that what the run reads besides its configuration is there; a result that is stored already does not need it.</summary>
    /// <exception cref="ArgumentException">It is not; the message says what is missing and what brings it.</exception>
    public virtual void RequireData()
    {
    }

    /// <summary>The same run with a task left open, where it has one.</summary>
    private protected virtual RunConfiguration WithoutTask() => this;

    /// <summary>Throws one sentence unless a value is at least <paramref name="least"/>.</summary>
    private protected static void RequireAtLeast(int least, int value, string name)
    {
        if (value < least)
            throw new ArgumentException($"The {name} is {value}; it must be at least {least}.");
    }

    /// <summary>Throws one sentence unless the checkpoints rise from 0 or later.</summary>
    private protected static void RequireRisingCheckpoints(IReadOnlyList<int> checkpoints)
    {
        if (checkpoints.Count == 0 || checkpoints[0] < 0 || !checkpoints.Zip(checkpoints.Skip(1)).All(pair => pair.First < pair.Second))
            throw new ArgumentException($"The checkpoints are '{string.Join(',', checkpoints)}'; they must be rising numbers of updates from 0 on.");
    }

    /// <summary>Throws one sentence unless the lag fits between two steps.</summary>
    private protected void RequireLag(int lag, int steps)
    {
        if (lag < 1 || lag >= steps)
            throw new ArgumentException($"The lag {lag} is impossible with sequences of {steps} steps ({string.Join('/', Folders)}); lags are 1 … {steps - 1}.");
    }
}
