using System.Globalization;

namespace TimeScales.Experiments;

/// <summary>What a scheduler has given this process, as its environment says: a shard, processors and memory.</summary>
/// <remarks>Slurm sets SLURM_ARRAY_TASK_ID, _COUNT, _MIN and _STEP for a job array, SLURM_CPUS_PER_TASK and SLURM_MEM_PER_NODE
/// or SLURM_MEM_PER_CPU where they were asked for; Kubernetes sets JOB_COMPLETION_INDEX for an Indexed Job, whose manifest has
/// to set JOB_COMPLETIONS. The limits of control groups are part of what the runtime counts as processors and memory.</remarks>
/// <param name="environment">The value of a variable, or null.</param>
/// <param name="processors">Processors that this process may use.</param>
/// <param name="memory">Memory that it may use, bytes.</param>
internal sealed class Allocation(Func<string, string?> environment, int processors, double memory)
{
    private const string ArrayTask = "SLURM_ARRAY_TASK_";
    private const string CompletionIndex = "JOB_COMPLETION_INDEX";
    private const string Completions = "JOB_COMPLETIONS";
    private const string CpusPerTask = "SLURM_CPUS_PER_TASK";

    /// <summary>This process's.</summary>
    public static Allocation Own { get; } = new(
        Environment.GetEnvironmentVariable, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Threads: the processors of the task, where there are as many.</summary>
    /// <exception cref="ArgumentException">A variable is no number; the message shows it.</exception>
    public int Threads => (int)Math.Min(processors, Number(CpusPerTask, least: 1) ?? processors);

    /// <summary>Where <see cref="Threads"/> come from; null where no variable decides.</summary>
    public string? ThreadsSource => Number(CpusPerTask, least: 1) is not { } cpus ? null
        : cpus <= processors ? $"{CpusPerTask}={cpus}" : $"{CpusPerTask}={cpus}, but only {processors} can be used here";

    /// <summary>Memory, bytes: what the job was given, where there is as much.</summary>
    /// <exception cref="ArgumentException">A variable is no number; the message shows it.</exception>
    public double Bytes
    {
        get
        {
            const double MebiByte = 1 << 20;
            var node = Number("SLURM_MEM_PER_NODE", least: 0);
            var cpus = Number("SLURM_CPUS_ON_NODE", least: 1) ?? Number(CpusPerTask, least: 1) ?? 1;
            // Slurm writes 0 for all of the node.
            var given = node ?? Number("SLURM_MEM_PER_CPU", least: 0) * cpus;
            return given is { } megabytes and > 0 ? Math.Min(memory, megabytes * MebiByte) : memory;
        }
    }

    /// <summary>The shard of this task and the variables that say so; null where none does.</summary>
    /// <exception cref="ArgumentException">Variables are missing or contradict each other; the message names them with their
    /// values.</exception>
    public (Shard Shard, string Source)? Shard
    {
        get
        {
            var (slurm, kubernetes) = (SlurmShard(), KubernetesShard());
            if (slurm is { } one && kubernetes is { } other && one.Shard != other.Shard)
                throw Contradiction($"{one.Source} ask for shard {one.Shard}, {other.Source} for {other.Shard}");
            return slurm is { } both && kubernetes is { } too
                ? (both.Shard, $"{both.Source}, {too.Source}") : slurm ?? kubernetes;
        }
    }

    private (Shard Shard, string Source)? SlurmShard()
    {
        string[] names = [ArrayTask + "ID", ArrayTask + "COUNT", ArrayTask + "MIN"];
        if (!AreSet(names, "Slurm sets them together for a job array"))
            return null;
        var (id, count, first) = (Number(names[0], 0)!.Value, Number(names[1], 1)!.Value, Number(names[2], 0)!.Value);
        var step = Number(ArrayTask + "STEP", least: 1) ?? 1;
        var source = string.Join(", ", names.Select(name => $"{name}={environment(name)}"));
        if (id < first || (id - first) % step != 0 || (id - first) / step >= count)
            throw Contradiction($"{source} do not number {count} tasks from {first} on, as an array without gaps does");
        return (new Shard((int)((id - first) / step) + 1, (int)count), source);
    }

    private (Shard Shard, string Source)? KubernetesShard()
    {
        const string Why =
            $"Kubernetes sets the first for an Indexed Job, and the job's manifest has to set {Completions} to its completions";
        if (!AreSet([CompletionIndex, Completions], Why))
            return null;
        var (index, count) = (Number(CompletionIndex, least: 0)!.Value, Number(Completions, least: 1)!.Value);
        var source = $"{CompletionIndex}={index}, {Completions}={count}";
        return index < count ? (new Shard((int)index + 1, (int)count), source)
            : throw Contradiction($"{source} do not fit: indices are 0 … {count - 1}");
    }

    /// <summary>Whether the variables are set; some of them alone are an error.</summary>
    private bool AreSet(string[] names, string why)
    {
        var missing = names.Where(name => string.IsNullOrEmpty(environment(name))).ToArray();
        if (missing.Length == names.Length)
            return false;
        var set = names.Except(missing).Select(name => $"{name}={environment(name)}");
        return missing.Length == 0 ? true : throw new ArgumentException(
            $"The environment has {string.Join(" and ", set)} but not {string.Join(" and ", missing)}; {why}. "
            + "Set it, or name the part with --shard i/n.");
    }

    private static ArgumentException Contradiction(string what) =>
        new($"The environment contradicts itself: {what}. Name the part with --shard i/n.");

    private long? Number(string name, long least)
    {
        if (environment(name) is not { Length: > 0 } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= int.MaxValue
            ? number
            : throw new ArgumentException($"The environment has {name}={text}; it must be a whole number of at least {least}.");
    }
}
