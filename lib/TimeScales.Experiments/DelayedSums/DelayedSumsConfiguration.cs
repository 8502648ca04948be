using TimeScales.Experiments.Departures;

namespace TimeScales.Experiments.DelayedSums;

/// <summary>What decides a network that learns delayed sums.</summary>
/// <remarks><b>Source.</b> L. Livi, arXiv:2512.05790 and 2606.29519, whose networks these are at sizes for two cores. Their layer
/// normalisation and the biases of candidate and read-out are left out: inputs and targets are symmetric about zero.</remarks>
public abstract record DelayedSumsConfiguration : RunConfiguration
{
    /// <summary>The cell; leaky is a constant gate.</summary>
    public required string Cell { get; init; }

    /// <summary>Whether gates keep their first weights and biases while all else is trained.</summary>
    public bool AreGatesFrozen { get; init; }

    /// <summary>α of symmetric stable noise of the scale of the step size that every update adds to the biases of the gates that
    /// carry, where gates are frozen; 0 for none. The second paper's control.</summary>
    public double GateNoiseTail { get; init; }

    /// <summary>H, hidden units. The papers: 128 and 512.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>D, input channels. Paper.</summary>
    public int Inputs { get; init; } = 16;

    /// <summary>T, steps of a sequence, with which the task's lags scale. The papers: 1024 and 1280.</summary>
    public int Steps { get; init; } = 512;

    /// <summary>Sequences of a training batch, new ones for every update. The papers: 512 out of 8,000.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>AdamW's step size. The papers: 1e-3, with ten times the updates.</summary>
    public double StepSize { get; init; } = 3e-3;

    /// <summary>AdamW's weight decay. Paper.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>The norm to which gradients are clipped. Paper.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>The gate at the start, the share of the candidate that a step takes. The first paper's runs;
    /// the second has 0.005.</summary>
    public double GateStart { get; init; } = 0.05;

    /// <summary>The standard deviation of what is added to the targets. Paper.</summary>
    public double Noise { get; init; } = 0.3;

    /// <summary>Sequences of the validation set.</summary>
    public int ValidationSize { get; init; } = 32;

    /// <summary>Updates made when it is measured.</summary>
    public IReadOnlyList<int> Checkpoints { get; init; } = [0, 300, 900];

    /// <inheritdoc/>
    public override void Validate()
    {
        DelayedSumsNetwork.CreateCell(this);
        if (Protocol != Protocol.Corrected)
            throw new ArgumentException(
                $"The experiment '{Experiment}' has no protocol '{Protocol.Name}', because the released program does not learn "
                + $"delayed sums; it has: corrected.");
        RequireAtLeast(2, Hidden, "hidden size");
        RequireAtLeast(1, Inputs, "number of input channels");
        RequireAtLeast(DelayedSumsTask.FewestSteps, Steps, "number of steps T");
        RequireAtLeast(1, BatchSize, "batch size");
        RequireAtLeast(1, ValidationSize, "number of validation sequences");
        RequirePositive(StepSize, "step size");
        RequirePositive(ClipNorm, "norm of clipped gradients");
        if (!(WeightDecay >= 0 && WeightDecay * StepSize < 1))
            throw new ArgumentException(
                $"The weight decay is {WeightDecay}; with a step size of {StepSize} it can be 0 … {1 / StepSize}.");
        if (!(GateStart is > 0 and < 1))
            throw new ArgumentException($"The gate at the start is {GateStart}; it must lie between 0 and 1.");
        if (!(Noise >= 0 && double.IsFinite(Noise)))
            throw new ArgumentException($"The noise is {Noise}; it must be 0 or more, and finite.");
        if (!(GateNoiseTail is 0 or (> 0 and <= 2)) || (GateNoiseTail > 0 && !AreGatesFrozen))
            throw new ArgumentException(
                $"The tail of the gates' noise is {GateNoiseTail}; where gates are frozen it can be above 0 and at most 2, "
                + "elsewhere 0 for none.");
        RequireRisingCheckpoints(Checkpoints);
    }

    /// <summary>What training needs; an experiment adds what it measures.</summary>
    internal RunWork TrainingWork => new(Hidden, Inputs, Steps)
    {
        Batch = BatchSize,
        Updates = Checkpoints[^1],
        Unrolls = 2,
        Checkpoints = Checkpoints.Count,
        Blocks = Cell switch { "lstm" => 4, "gru" => 3, "multi" => 2, _ => 1 },
    };
}
