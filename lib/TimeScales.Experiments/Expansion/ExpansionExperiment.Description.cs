namespace TimeScales.Experiments.Expansion;

/// <content>What is measured, and how it is told.</content>
public static partial class ExpansionExperiment
{
    /// <summary>The experiment.</summary>
    public static Experiment<ExpansionConfiguration, ExpansionMeasurement> Description { get; } = new()
    {
        Name = ExpansionConfiguration.Name,
        Section = "App. B",
        Title = "Appendix B: the first-order expansion of Jacobian products (--cell names the gate: scalar, multi).",
        Notebook = "notebooks/03-first-order-expansion.ipynb",
        IsReleased = true,
        Cells = ["scalar", "multi"],
        KnownCells = ExpansionConfiguration.Gates,
        New = (protocol, _, gate, seed) => new() { Protocol = protocol, Gate = gate, Seed = seed },
        Presets =
        [
            // Whether everything runs.
            new("smoke", "0") { Sizes = new(Hidden: 16, Steps: 20) },
            new("quick", "0..4"),
            new("paper", "0..19"),
        ],
        Run = Run,
        Quantities =
        [
            new("slope", point => point.Slope),
            new("ratioMedian", point => point.RatioMedian),
            new("ratioQuantile90", point => point.RatioQuantile90),
            new("ratioQuantile99", point => point.RatioQuantile99),
            new("ratioLargest", point => point.RatioLargest),
            new("relativeErrorAtOne", point => point.RelativeErrorAtOne),
            new("value per ε", run => run.Epsilons, point => point.Epsilons,
                new("error", point => point.Errors), new("remainder", point => point.Remainders)),
            new("value per step", run => Steps(run.Steps), point => Steps(point.NormsA.Count),
                new("normA", point => point.NormsA), new("normB", point => point.NormsB)),
        ],
        Tell = Tell,
    };

    private static IEnumerable<double> Steps(int count) => Enumerable.Range(1, count).Select(t => (double)t);

    private static void Tell(EndOfRuns runs, IReport report)
    {
        var groups = runs.By(run => (Gate: run.CellName, Protocol: run.Protocol.Name)).ToArray();
        Column[] columns =
        [
            new("slope", "slope", "0.0000"), new("median |B|/|A|", "ratioMedian", "0.000"),
                new("99 % |B|/|A|", "ratioQuantile99", "0.00"),
            new("relative error at 1", "relativeErrorAtOne", "0.00"),
        ];
        report.Add(new ReportTable(
            "First-order expansion of J_T ⋯ J_1; median [quartiles] over seeds, range of the error at ε = 1",
            Keys: 3,
            ["gate", "protocol", "seeds", .. columns.Select(c => c.Name), "least", "largest"],
            [.. groups.Select(group =>
            {
                double[] errors = [.. group.Runs.Values("relativeErrorAtOne").Select(run => run.Value)];
                return (IReadOnlyList<TableCell>)
                [
                    group.Key.Gate, group.Key.Protocol, group.Runs.Count, .. group.Runs.Cells(columns),
                    TableCell.Number(errors.Min(), "0.00"), TableCell.Number(errors.Max(), "0.00"),
                ];
            })]));
        var errors = groups.Select(group =>
            $"{group.Runs.Of("relativeErrorAtOne").Median:0.00} ({group.Key.Gate}, {group.Key.Protocol})");
        if (groups.Length > 0)
            report.Say($"Of the exact product the first-order expansion misses, in median over seeds, "
                + $"{string.Join(", ", errors)}.");
    }
}
