using MathNet.Numerics.LinearAlgebra.Double;
using TimeScales.Experiments.All;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.NetworkSizes;
using TimeScales.Experiments;
using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.NetworkSizes;

/// <summary>The study of width and length: its products, and what the initialisation alone predicts.</summary>
internal sealed class NetworkSizesTests
{
    private const int H = 12;
    private const int T = 24;

    /// <summary>Products formed by another library. Catches factors in the wrong order, a step too many or too few, and a scale that is lost:
    /// the factors are so small that twenty of them leave float64's range.</summary>
    [Test]
    public void The_products_of_a_chain_end_at_the_last_step_and_begin_ever_earlier()
    {
        const double Small = 1e-20;
        var generator = new TorchGenerator(1);
        var steps = Enumerable.Range(0, 21).Select(_ =>
        {
            var values = new double[9];
            generator.FillUniform(values, -1.0, 1.0);
            return DenseMatrix.Create(3, 3, (i, j) => values[3 * i + j]);
        }).ToArray();
        var visited = new List<int>();

        ProductChain.Walk(
            3, 20, 20,
            (t, target) => steps[t].ToRowArrays().Index().ToList().ForEach(row => row.Item.Select(x => Small * x).ToArray().CopyTo(target.Row(row.Index))),
            (lag, product, logScale) =>
            {
                visited.Add(lag);
                var expected = Enumerable.Range(20 - lag + 1, lag).Reverse().Select(t => steps[t]).Aggregate((a, b) => a * b);
                var scale = Math.Exp(logScale - lag * Math.Log(Small));
                for (var i = 0; i < 3; i++)
                {
                    for (var j = 0; j < 3; j++)
                        Assert.That(product[i, j] * scale, Is.EqualTo(expected[i, j]).Within(1e-10 * expected.FrobeniusNorm()), $"lag {lag}");
                }
            });

        Assert.That(visited, Is.EqualTo(Enumerable.Range(1, 20)));
    }

    /// <summary>The same quantities from dense Jacobians, by MathNet's singular values. Catches another sequence's or step's product, a
    /// median over the wrong axis, σ_r counted from 0, the power where the norm belongs.</summary>
    [TestCase("multi")]
    [TestCase("lstm")]
    public void A_small_run_measures_what_dense_products_have(string cell)
    {
        var run = NetworkSizesExperiment.Run(Small(cell));
        var network = new Network<float>(Cell.ByName(cell), H, 4).Initialize(new TorchGenerator(1)).To<double>();
        var probe = new AddingTask().Draw(new TorchGenerator(1 + 999), 3, T, 4);
        var unroll = network.Unroll([.. probe.Inputs.Select(u => (double)u)], batch: 3);
        DenseMatrix Product(int b, int lag) => (DenseMatrix)Enumerable.Range(T - lag + 1, lag).Reverse()
            .Select(t => (MathNet.Numerics.LinearAlgebra.Matrix<double>)DenseMatrix.OfArray(unroll.StateJacobian(b, t))).Aggregate((a, c) => a * c);
        double[] Singular(int b, int lag) => [.. Product(b, lag).Svd(false).S];
        double Median(Func<int, double> of) => Enumerable.Range(0, 3).Select(of).Order().ElementAt(1);
        double LogNorm(int lag) => Median(b => Math.Log(Singular(b, lag)[0]));
        var first = run.Checkpoints[0];

        Assert.That(first.Sensitivity, Is.EqualTo(first.ProfileLags.Select(lag => LogNorm(lag) - LogNorm(1))).Within(1e-9));
        Assert.That(first.SensitivityAtShares, Is.EqualTo(new[] { 3, 6, 12, 18 }.Select(lag => LogNorm(lag) - LogNorm(1))).Within(1e-9));
        foreach (var (i, lag) in first.Lags.Index())
        {
            Assert.That(first.Own.Anisotropy[i], Is.EqualTo(Median(b => Singular(b, lag)[0] / Singular(b, lag)[3])).Within(1e-6).Percent);
            Assert.That(first.Own.AnisotropyOfShare[i], Is.EqualTo(Median(b => Singular(b, lag)[0] / Singular(b, lag)[1])).Within(1e-6).Percent);
            Assert.That(first.Own.Concentration[i], Is.EqualTo(Median(b =>
                Singular(b, lag).Take(4).Sum(x => x * x) / Singular(b, lag).Sum(x => x * x))).Within(1e-9));
        }
        var lags = Enumerable.Range(5, 8).Select(lag => (double)lag).ToArray();
        Assert.That(Math.Log(first.Factor), Is.EqualTo(Line(lags, [.. lags.Select(lag => LogNorm((int)lag))])).Within(1e-9));
        Assert.That(first.ShortFactor, Is.EqualTo(first.Factor), "T/2 is shorter than the shared lags");
        var gates = (from b in Enumerable.Range(0, 3) from t in Enumerable.Range(1, T) from i in Enumerable.Range(0, H) select unroll.Gate(b, t, i)).ToArray();
        Assert.That(first.Gate, Is.EqualTo(gates.Average()).Within(1e-12));
        var meanLog = gates.Average(Math.Log);
        Assert.That(first.GateSpread, Is.EqualTo(Math.Sqrt(gates.Average(g => Math.Pow(Math.Log(g) - meanLog, 2)))).Within(1e-9));
        var pairs = (from b in Enumerable.Range(0, 3) from lag in Enumerable.Range(1, T - 1)
                     select (S: Math.Log(Singular(b, lag)[0]), P: Math.Log(Enumerable.Range(0, H).Average(i =>
                         Enumerable.Range(T - lag + 1, lag).Aggregate(1.0, (p, t) => p * unroll.Gate(b, t, i)))))).ToArray();
        Assert.That(first.Exponent, Is.EqualTo(Line([.. pairs.Select(p => p.P)], [.. pairs.Select(p => p.S)])).Within(1e-9));
    }

    /// <summary>Two updates by hand change the network that is measured second, and nothing else does.</summary>
    [Test]
    public void The_second_checkpoint_is_after_its_updates_and_the_first_before_any()
    {
        var trained = NetworkSizesExperiment.Run(Small("scalar") with { Checkpoints = [0, 2] }).Checkpoints;

        Assert.That(trained.Select(point => point.Iteration), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(trained[0].ProbeLoss, Is.EqualTo(NetworkSizesExperiment.Run(Small("scalar")).Checkpoints[0].ProbeLoss));
        Assert.That(trained[1].ProbeLoss, Is.EqualTo(NetworkSizesExperiment.Run(Small("scalar") with { Checkpoints = [2] }).Checkpoints[0].ProbeLoss));
        Assert.That(trained[1].ProbeLoss, Is.LessThan(trained[0].ProbeLoss));
    }

    /// <summary>A gate that is constant has no spread, not even by rounding, and its mean is α.</summary>
    [Test]
    public void A_constant_gate_has_no_spread()
    {
        var leaky = NetworkSizesExperiment.Run(Small("leaky")).Checkpoints[0];

        Assert.That((leaky.GateSpread, leaky.Gate), Is.EqualTo((0.0, LeakyCell.PaperAlpha)).Within(1e-12));
        Assert.That(leaky.GateSpread, Is.Zero);
    }

    /// <summary>Drawn from ±1/√H a row has the mean square 1/3 for every H, so λ and z keep their values: by the circular law for leaky z = 1 − α + αλ.
    /// Three seeds; four deviations of what 32 units leave of it. Catches weights counted as of variance 1/H or 1/√H.</summary>
    [TestCase(32)]
    [TestCase(96)]
    public void The_initialisation_predicts_the_same_edge_for_every_width(int hidden)
    {
        var runs = new uint[] { 1, 2, 3 }.Select(seed => NetworkSizesExperiment.Run(Small("leaky") with { Hidden = hidden, Steps = 60, Seed = seed }).Checkpoints[0]).ToArray();

        Assert.That(runs.Average(run => run.InitialUngatedFactor), Is.EqualTo(0.53).Within(0.03));
        // The edge of one step is convex in its slopes, hence no equality.
        Assert.That(runs.Average(run => run.InitialEdgeFactor - (0.2 + 0.8 * run.InitialUngatedFactor)), Is.Zero.Within(2e-3));
        Assert.That(runs.Average(run => run.EdgeFactor / run.InitialEdgeFactor), Is.EqualTo(1).Within(0.02));
        Assert.That(runs.Average(run => run.UngatedFactor / run.InitialUngatedFactor), Is.EqualTo(1).Within(0.15));
    }

    /// <summary>The singular values of a square random matrix follow the quarter-circle law; its r-th of H is the quantile (r − ½)/H. So AI_10 of one
    /// step without a gate falls with H, and AI at r in proportion to H does not. Catches a rank that stays 10, or one of 64 units.</summary>
    [TestCase(32, 5)]
    [TestCase(128, 20)]
    public void One_step_of_a_plain_cell_has_the_quarter_circle_of_its_width(int hidden, int rank)
    {
        var config = Small("plain") with { Hidden = hidden, Rank = 10, Lags = [1], ProbeSize = 1, Steps = 12 };
        var shapes = new uint[] { 1, 2, 3, 4, 5 }.Select(seed => NetworkSizesExperiment.Run(config with { Seed = seed }).Checkpoints[0].Redrawn).ToArray();

        double Quantile(double share)
        {
            // P(σ > x) on [0, 2] with density √(4 − x²)/π.
            var (low, high) = (0.0, 2.0);
            for (var i = 0; i < 50; i++)
            {
                var x = (low + high) / 2;
                var above = 1 - (x * Math.Sqrt(4 - x * x) / 2 + 2 * Math.Asin(x / 2)) / Math.PI;
                (low, high) = above > share ? (x, high) : (low, x);
            }
            return low;
        }
        double Predicted(int r) => Quantile(0.5 / hidden) / Quantile((r - 0.5) / hidden);
        // Slopes differ between units, which stretches the law a little.
        Assert.That(shapes.Average(shape => shape.Anisotropy[0]), Is.EqualTo(Predicted(10)).Within(8).Percent);
        Assert.That(shapes.Average(shape => shape.AnisotropyOfShare[0]), Is.EqualTo(Predicted(rank)).Within(8).Percent);
    }

    /// <summary>Catches ratios of medians in the place of medians of ratios, and a leaky network of another seed or size.</summary>
    [Test]
    public void The_table_compares_a_cell_with_the_leaky_one_of_the_same_seed_and_size()
    {
        var runs = (from size in new[] { "64x80", "64x40" } from cell in new[] { "leaky", "scalar" } from seed in new uint[] { 1, 2, 3 }
                    select NetworkSizesExperiment.Run(Small(cell) with { Size = size, Hidden = size == "64x80" ? H : H + 4, Seed = seed })).ToArray();
        var tables = new Tables();

        NetworkSizesExperiment.Description.Report([.. runs.Select(NetworkSizesExperiment.Description.Measured)], tables);

        double Anisotropy(string size, string cell, uint seed) =>
            runs.Single(run => run.Config.Size == size && run.Config.Cell == cell && run.Config.Seed == seed).Checkpoints[^1].Own.Anisotropy[1];
        var table = tables.All.Single(table => table.Title.StartsWith("scalar: AI", StringComparison.Ordinal));
        Assert.That(table.Rows.Select(row => row[0].Text), Is.EqualTo(new[] { "64x80", "64x40" }));
        foreach (var row in table.Rows)
        {
            var ratios = new uint[] { 1, 2, 3 }.Select(seed => Anisotropy(row[0].Text, "scalar", seed) / Anisotropy(row[0].Text, "leaky", seed)).Order();
            Assert.That((double)row[^1].Json!["median"]!, Is.EqualTo(ratios.ElementAt(1)).Within(1e-9).Percent);
        }
    }

    [Test]
    public void Bad_sizes_are_answered_with_what_is_possible()
    {
        Assert.That(() => NetworkSizesConfiguration.Of(Protocol.Corrected, "64x81", "multi", 1), Throws.ArgumentException.With.Message.Contains("'64x81'").And.Message.Contains("64x80"));
        Assert.That(() => (Small("multi") with { Steps = 11 }).Validate(), Throws.ArgumentException.With.Message.Contains("is 11; it must be at least 12"));
        Assert.That(() => (Small("multi") with { Rank = 13 }).Validate(), Throws.ArgumentException.With.Message.Contains("1 … 12"));
        Assert.That(() => (Small("multi") with { Protocol = Protocol.Published }).Validate(), Throws.ArgumentException.With.Message.Contains("corrected"));
    }

    /// <summary>By hand: eight sizes below 512 units with five cells and six seeds, two of 512 with four and three; none needs half of a small machine,
    /// and the longest, widest one not more than what it says.</summary>
    [Test]
    public void Presets_have_their_runs_and_fit_into_a_small_machine()
    {
        var (paper, wide) = (NetworkSizesExperiment.Description.Preset("paper").Runs(), NetworkSizesExperiment.Description.Preset("wide").Runs());

        Assert.That((paper.Count, wide.Count), Is.EqualTo((8 * 5 * 6, 2 * 4 * 3)));
        Assert.That(paper.Max(run => run.EstimateCost().Bytes), Is.LessThan(1e9));
        Assert.That(wide.Max(run => run.EstimateCost().Bytes), Is.LessThan(6e9));
        Assert.That(AllExperiments.List.Sum(experiment => experiment.Name == "sizes" ? 1 : 0), Is.EqualTo(1));
    }

    private sealed class Tables : IReport
    {
        public List<ReportTable> All { get; } = [];

        public void Add(ReportTable table) => All.Add(table);

        public void Say(string sentence)
        {
        }
    }

    private static double Line(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y).Sum(p => (p.First - meanX) * (p.Second - meanY)) / x.Sum(a => (a - meanX) * (a - meanX));
    }

    private static NetworkSizesConfiguration Small(string cell) => NetworkSizesConfiguration.Of(Protocol.Corrected, "64x80", cell, 1) with
    {
        Hidden = H, Steps = T, ProbeSize = 3, BatchSize = 8, Checkpoints = [0], Lags = [1, 12], Rank = 4,
    };
}
