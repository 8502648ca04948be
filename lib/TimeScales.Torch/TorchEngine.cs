using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Engines;
using TimeScales.Experiments;

namespace TimeScales.Torch;

/// <summary>The TorchSharp engine: all replicas of an experiment train at once as batched products,
/// on the CPU or on CUDA.</summary>
/// <remarks>It measures what the paper defines; the departures of the released program are arithmetic of
/// the embedded engine.</remarks>
public sealed class TorchEngine : IEngine
{
    internal const string EngineName = "torch";

    private readonly Device device;
    private readonly long memory;
    private readonly int replicas;
    private readonly int replicasMeasuredAtOnce;

    /// <summary>An engine on a device, with all of its memory or so many bytes of it.</summary>
    internal TorchEngine(Device device, int workers, long? memory = null)
    {
        (this.device, Workers, this.memory) = (device, workers, memory ?? DeviceMemory.Available(device));
        var onDevice = device.type == DeviceType.CUDA;
        // A GPU is filled by all replicas together; a processor's caches hold what one replica is measured with.
        (replicas, replicasMeasuredAtOnce) = onDevice ? (128, 16) : (4, 1);
    }

    /// <inheritdoc/>
    public string Name => EngineName;

    /// <inheritdoc/>
    public string Device => device.type == DeviceType.CUDA ? "cuda" : "cpu";

    /// <inheritdoc/>
    public int Workers { get; }

    /// <inheritdoc/>
    public Func<IReadOnlyList<TRun>, RunContext?, IReadOnlyList<RunResult<TRun, TPoint>>>? Computation<TRun, TPoint>() where TRun
        : RunConfiguration =>
        new Delegate[]
        {
            (Func<IReadOnlyList<EffectiveRatesConfiguration>, RunContext?,
                IReadOnlyList<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>>>)Run,
            (Func<IReadOnlyList<AnisotropyConfiguration>, RunContext?,
                IReadOnlyList<RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>>>)Run,
        }.OfType<Func<IReadOnlyList<TRun>, RunContext?, IReadOnlyList<RunResult<TRun, TPoint>>>>().FirstOrDefault();

    /// <summary>Trains and measures runs of Sec. VII-A that differ in task and seed only; results in the same order.</summary>
    /// <exception cref="ArgumentException">The engine cannot compute such a run; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public IReadOnlyList<RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>> Run(
        IReadOnlyList<EffectiveRatesConfiguration> replicas, RunContext? context = null)
    {
        RequireReplicas(replicas);
        return new TorchEffectiveRates(replicas, device, ReplicasMeasuredAtOnce(replicas[0])).Run(context);
    }

    /// <summary>Trains and measures runs of Sec. VII-B that differ in task and seed only; results in the same order.</summary>
    /// <exception cref="ArgumentException">The engine cannot compute such a run; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public IReadOnlyList<RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>> Run(
        IReadOnlyList<AnisotropyConfiguration> replicas, RunContext? context = null)
    {
        RequireReplicas(replicas);
        return new TorchAnisotropy(replicas, device, ReplicasMeasuredAtOnce(replicas[0])).Run(context);
    }

    /// <inheritdoc/>
    public int MostReplicas(RunConfiguration run) => MostThatFit(replicas, count => DeviceMemory.Peak(run, device, count, 1));

    /// <inheritdoc/>
    public long PeakBytes(RunConfiguration run) =>
        (long)Math.Ceiling(Workers * DeviceMemory.Peak(run, device, MostReplicas(run), ReplicasMeasuredAtOnce(run)));

    /// <inheritdoc/>
    public string? Refusal(RunConfiguration run)
    {
        if (!TorchCell.Has(CellOf(run)))
            return $"the torch engine has no module for the cell '{CellOf(run).Name}'; it has: "
                + $"{string.Join(", ", Cell.All.Where(TorchCell.Has).Select(cell => cell.Name))}";
        if (run.Protocol.Departures != Departure.None)
            return $"the departures of the protocol '{run.Protocol.Name}' are part of the embedded engine only; the torch "
                + $"engine measures by 'corrected'";
        var peak = PeakBytes(run);
        return peak <= memory ? null
            : $"'{run.Label}' takes {Gigabytes(peak)} of memory at its peak{(Workers > 1 ? $" with --threads {Workers}" : "")}, "
                + $"and the device '{Device}' has {Gigabytes(memory)} for it";
    }

    private static Cell CellOf(RunConfiguration run) => Cell.ByName(run.CellName);

    private static string Gigabytes(long bytes) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB");

    private int ReplicasMeasuredAtOnce(RunConfiguration run) =>
        MostThatFit(replicasMeasuredAtOnce, count => DeviceMemory.Peak(run, device, 1, count));

    /// <summary>As many as suit the device and fit into a worker's share of its memory.</summary>
    private int MostThatFit(int most, Func<int, double> bytes)
    {
        while (most > 1 && bytes(most) > (double)memory / Workers)
            most /= 2;
        return most;
    }

    private void RequireReplicas<TConfiguration>(IReadOnlyList<TConfiguration> replicas) where TConfiguration : RunConfiguration
    {
        // One worker per core: libtorch's own threads would wait for one another after every small operation.
        set_num_threads(1);
        foreach (var run in replicas)
        {
            run.Validate();
            if (Refusal(run) is { } refusal)
                throw new ArgumentException($"The torch engine cannot compute this: {refusal}.");
            if (run.ReplicaGroup != replicas[0].ReplicaGroup)
                throw new ArgumentException(
                    $"The runs '{replicas[0].Label}' and '{run.Label}' differ in more than task "
                    + $"and seed; they cannot train side by side.");
        }
    }
}
