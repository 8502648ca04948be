using TimeScales.Kernels;

namespace TimeScales.Experiments.Analogies;

/// <summary>Compares the gates' preconditioning of the gradient with that of optimizers.</summary>
/// <remarks>
/// <para><b>What is compared.</b> Γ [M, H²] holds the single-sequence gradients of W_r with the gates, Γ̃ those with the gates
/// removed along the same trajectory: the same states, candidates, weights and errors, only g = 1, no carry and no gate-induced
/// term in the backward pass. In the terms of Sec. IV, row k of Γ sums δ_Tᵀ M(T,k) diag(g_k) D_k ⊗ x_{k−1}, that of Γ̃ the same
/// with Π D_j W_r for M and without g_k. What turns Γ̃ into Γ is the gates' preconditioning; an optimizer turns Γ̃ into Γ̃P. No
/// single matrix maps Γ̃ to Γ, because gates act lag by lag; so rates and subspaces are compared, which need none.</para>
/// <para><b>Why it is fair.</b> Both act on the same gradients of the same network. Units of two networks trained apart could not
/// be matched, and a gradient's size would be mistaken for a rate.</para>
/// </remarks>
public sealed class GateProbe
{
    private readonly IReadOnlyList<int> lags;
    private readonly int rank;
    private readonly Network<double> plain;
    private readonly Unroll<double> ungated;
    private readonly LagSchedule schedule;
    private readonly List<double[]> removed = [];
    private readonly double[][] round;

    /// <summary>A probe that has seen no sequence yet.</summary>
    /// <param name="network">The gated network; its candidate has the weights of the plain cell.</param>
    /// <param name="batch">B of the passes that are added.</param>
    /// <param name="steps">T of them.</param>
    /// <param name="lags">The lags at which signals are compared, 0 … T − 1; the schedule is fitted up to the longest.</param>
    /// <param name="rank">The dimension of leading subspaces, at most the number of sequences that count.</param>
    public GateProbe(Network<double> network, int batch, int steps, IReadOnlyList<int> lags, int rank)
    {
        (this.lags, this.rank) = (lags, rank);
        plain = new Network<double>(Cell.ByName("plain"), network.Hidden, network.Inputs);
        network.Weights.AsSpan(0, plain.Weights.Length).CopyTo(plain.Weights);
        ungated = new Unroll<double>(plain.Cell, plain.Hidden, plain.Inputs, batch, steps);
        schedule = new LagSchedule(plain.Hidden, lags.Max());
        round = [.. Enumerable.Range(0, batch).Select(_ => new double[plain.Weights.Length])];
    }

    /// <summary>Adds the sequences of a forward and backward pass with gates.</summary>
    /// <param name="gated">The pass; forward and backward were the last that ran on it.</param>
    /// <param name="targets">y, [B].</param>
    /// <param name="count">How many of the sequences count as rows of Γ̃.</param>
    /// <exception cref="ArgumentException">The pass has other sizes than the probe; the message gives both.</exception>
    public void Add(Unroll<double> gated, ReadOnlySpan<double> targets, int count)
    {
        if ((gated.Batch, gated.Steps, gated.Hidden) != (ungated.Batch, ungated.Steps, ungated.Hidden))
            throw new ArgumentException(
                $"The pass has {gated.Batch} sequences × {gated.Steps} steps of {gated.Hidden} units; "
                + $"this probe takes {ungated.Batch} × {ungated.Steps} of {ungated.Hidden}.");
        ungated.Follow(plain, gated);
        ungated.SequenceGradients(plain, targets, round);
        schedule.Add(gated, ungated);
        for (var b = 0; b < count; b++)
            removed.Add([.. round[b].AsSpan(Offset, Length)]);
    }

    /// <summary>The gates' effect.</summary>
    /// <param name="gradients">Single-sequence gradients with gates, [M][P], of the sequences that count, in their order.</param>
    /// <param name="preconditioners">Each optimizer's diagonal, [P of the plain cell].</param>
    /// <param name="filterError">See <see cref="GateEffect"/>.</param>
    /// <exception cref="ArgumentException">There is not one gradient for each sequence; the message
    /// gives both numbers.</exception>
    public GateEffect Measure(double[][] gradients, IReadOnlyList<(string Name, double[] Diagonal)> preconditioners,
        double filterError)
    {
        if (gradients.Length != removed.Count)
            throw new ArgumentException($"There are {gradients.Length} gradients for {removed.Count} sequences.");
        double[][] before = [.. removed];
        double[][] after = [.. gradients.Select(g => g[Offset..(Offset + Length)])];
        var rates = Rates.Of(after, before, 0, plain.Hidden);
        var (gatedSpace, ungatedSpace) = (Space(after), Space(before));
        var (rhoBase, rSquared) = schedule.FitExponential();
        var (lagShare, unitShare) = schedule.Shares();
        return new GateEffect(
            rates.Statistics(), rhoBase, rSquared, lagShare, unitShare, [.. lags.Select(schedule.Cosine)], filterError,
            [.. preconditioners.Select(p => Compare(p.Name, p.Diagonal.AsSpan(Offset, Length).ToArray()))]);

        OptimizerComparison Compare(string name, double[] diagonal)
        {
            double[][] preconditioned = [.. before.Select(row => row.Zip(diagonal, (g, p) => p * g).ToArray())];
            var own = Rates.Of(preconditioned, before, 0, plain.Hidden);
            var space = Space(preconditioned);
            var cosines = space.Cosines(gatedSpace);
            // The rates of a constant diagonal differ by rounding only, and ranks of rounding errors mean nothing.
            var constant = diagonal.All(p => p == diagonal[0]);
            return new OptimizerComparison(
                name, own.Statistics(),
                constant ? double.NaN : Statistics.RankCorrelation(diagonal, rates.Parameters),
                constant ? double.NaN : Statistics.RankCorrelation(own.Units, rates.Units),
                MeanSquare(cosines), Math.Acos(cosines.Min()) * 180 / Math.PI, MeanSquare(space.Cosines(ungatedSpace)));
        }
    }

    private int Offset => plain.Block("Wr").Offset;

    private int Length => plain.Block("Wr").Length;

    /// <summary>The leading directions as AI and CE see them: rows of unit norm, columns centred.</summary>
    private LeadingSubspace Space(double[][] gradients)
    {
        double[][] rows = [.. gradients.Select(row =>
        {
            var scale = 1 / Math.Sqrt(row.Sum(g => g * g));
            return Array.ConvertAll(row, g => scale * g);
        })];
        for (var j = 0; j < rows[0].Length; j++)
        {
            var mean = rows.Average(row => row[j]);
            foreach (var row in rows)
                row[j] -= mean;
        }
        return LeadingSubspace.Of(rows, rank);
    }

    private static double MeanSquare(double[] cosines) => cosines.Average(c => c * c);
}
