namespace TimeScales.Experiments;

/// <summary>The work of a run: training a network and measuring it. All sizes may be as large as an integer can be.</summary>
/// <remarks>The rates are fitted to CPU seconds and peaks of memory that single runs of every experiment took; docs/clusters.md
/// has the comparison.</remarks>
/// <param name="Hidden">H.</param>
/// <param name="Inputs">N.</param>
/// <param name="Steps">T.</param>
internal sealed record RunWork(double Hidden, double Inputs, double Steps)
{
    // Operations a second of one core, by kind.
    private const double TrainingRate = 1.2e11;
    private const double NormRate = 4.5e10;
    private const double SpectrumRate = 4.5e10;
    private const double GradientRate = 2e10;
    private const double EdgeRate = 8e5;

    /// <summary>Single precision against double.</summary>
    private const double SingleSpeedUp = 2;

    /// <summary>Memory that is held at once against what the largest arrays take: copies, and garbage not yet
    /// collected.</summary>
    private const double Copies = 1.5;

    /// <summary>Sequences of a batch.</summary>
    public double Batch { get; init; } = 1;

    /// <summary>Sequences that are unrolled to be measured; null for as many as a batch has.</summary>
    public double? Probe { get; init; }

    /// <summary>Updates of the weights.</summary>
    public double Updates { get; init; }

    /// <summary>Networks that are kept on the way.</summary>
    public double Snapshots { get; init; }

    /// <summary>Times that is measured.</summary>
    public double Checkpoints { get; init; } = 1;

    /// <summary>Sequences on which all pairs of steps are measured.</summary>
    public double AllPairs { get; init; }

    /// <summary>Sequences on which only the products that end at the last step are measured, of the network
    /// and without its gates.</summary>
    public double Chains { get; init; }

    /// <summary>Components of the state, of which a step is a square matrix.</summary>
    public double StateSize { get; init; } = Hidden;

    /// <summary>Such matrices that are held at once; as a rule those of all steps.</summary>
    public double Matrices { get; init; } = Steps;

    /// <summary>Factors of all products whose spectrum is measured.</summary>
    public double Factors { get; init; }

    /// <summary>Single-sequence gradients whose spectrum is measured.</summary>
    public double Gradients { get; init; }

    /// <summary>Spectra of these gradients and of what is made of them.</summary>
    public double GradientSpectra { get; init; } = 1;

    /// <summary>Sets of gradients, and of what is made of them, that are held at once.</summary>
    public double GradientSets { get; init; } = 1;

    /// <summary>Unrolled networks that are held at once, each for training and for measuring.</summary>
    public double Unrolls { get; init; } = 1;

    /// <summary>Matrices of H rows that the cell has.</summary>
    public double Blocks { get; init; } = 2;

    /// <summary>Whether products are in single precision.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Whether a gate keeps products near the identity, so that iterations for their spectrum end early.</summary>
    public bool IsGated { get; init; } = true;

    /// <summary>What it needs.</summary>
    public RunCost Cost
    {
        get
        {
            var (square, cube) = (StateSize * StateSize, StateSize * StateSize * StateSize);
            var weights = Blocks * Hidden * (Hidden + Inputs);
            // A forward and a backward pass take three products with each matrix; drawing an input or taking a unit's tanh costs
            // as much as some dozens of multiplications.
            var pass = Steps * (6 * weights + 60 * (Blocks * Hidden + Inputs));
            var pairs = AllPairs * Steps * Steps / 2;
            var products = pairs * 3 * cube / NormRate + Chains * Steps * (3 * cube / NormRate + 3 * Hidden / EdgeRate)
                + Factors * 20 * cube / SpectrumRate * (IsGated || IsSingle ? 1 : 3);
            var gradients = Gradients * (pass + 2 * GradientSpectra * Gradients * weights) / GradientRate;
            // The states of a batch in single precision, for training, and in double precision, to be measured.
            var states = (4 * Batch + 8 * (Probe ?? Batch)) * Unrolls * Steps * (Inputs + 4 * Blocks * Hidden);
            var sets = 2 * GradientSets * Gradients * weights;
            var bytes = states + 8 * (Matrices * square + 3 * (AllPairs + Chains) * Steps * Steps / 2 + sets)
                + 4 * Snapshots * weights;
            return new RunCost(
                Copies * bytes,
                Updates * Batch * pass / TrainingRate + Checkpoints * (products / (IsSingle ? SingleSpeedUp : 1) + gradients));
        }
    }
}
