namespace TimeScales.Experiments.Law;

/// <content>What is measured, and how it is told.</content>
public static partial class LawExperiment
{
    /// <summary>What is held against the sensitivities, the paper's gate product first, with its name in tables.</summary>
    private static readonly (string Name, string Title)[] Predictors =
    [
        ("gateProduct", "Π g"), ("carryProduct", "Π (1 − g)"), ("law", "Π (1 − g + gλ)"), ("edge", "Π z"),
            ("meanField", "mean field"),
        ("redrawn", "redrawn W"), ("lag", "lag"),
    ];

    /// <summary>The experiment; where a network learns, the iteration of a row is the share of the way, per cent.</summary>
    public static Experiment<LawConfiguration, LawCheckpoint> Description { get; } = new()
    {
        Name = LawConfiguration.Name,
        Section = "beyond",
        Title = "Beyond the paper: what predicts sensitivities, the gate product or what a step keeps and passes on.",
        Notebook = "notebooks/04-effective-learning-rates.ipynb",
        Tasks = [.. LawCondition.All.Select(condition => condition.Name)],
        Cells = ["leaky", "scalar", "multi", "gru", "lstm"],
        KnownTasks = [.. LawCondition.Known.Select(condition => condition.Name)],
        KnownCells = [.. Cell.All.Select(cell => cell.Name)],
        New = LawConfiguration.Of,
        Presets =
        [
            // Whether everything runs. The numbers mean nothing.
            new("smoke", "1") { Tasks = ["untrained", "scale-1.8"], Sizes = new(Hidden: 8, Steps: 16) },
            new("quick", "1..3") { Tasks = ["untrained", "scale-1.8"] },
            new("paper", "1..20"),
        ],
        Run = Run,
        Checkpoints = (run => run.Checkpoints, point => point.Iteration),
        Quantities =
        [
            new("probeLoss", point => point.ProbeLoss),
            new("gate", point => point.Gate),
            new("kept", point => point.Kept),
            new("ungatedFactor", point => point.UngatedFactor),
            new("factor", point => point.Factor),
            new("meanSquareFactor", point => point.MeanSquareFactor),
            new("lawFactor", point => point.LawFactor),
            new("edgeFactor", point => point.EdgeFactor),
            new("meanFieldFactor", point => point.MeanFieldFactor),
            // What gates make of the weight of a lag, against the same trajectory without them: ρ per step, and by the law.
            new("rho", point => point.Factor / point.UngatedFactor),
            new("lawRho", point => point.LawFactor / point.UngatedFactor),
            new("exponent", point => point.Exponent),
            new("exponentByLaw", point => point.LawExponent),
            .. Predictors.SelectMany(predictor => OfFit(predictor.Name)),
            new("value per lag", run => ProfileLags.Where(lag => lag < run.Steps).Select(lag => (double)lag), point =>
                point.Lags.Select(lag => (double)lag),
                [Profile("sensitivity"), .. Predictors.Where(p => p.Name != "lag").Select(p => Profile(p.Name))]),
        ],
        ComparedPositions = [1, 10, 20, 40],
        Tell = Tell,
    };

    private static Quantities<LawConfiguration, LawCheckpoint>[] OfFit(string predictor)
    {
        PredictorFit Fit(LawCheckpoint point) => point.Fits.First(fit => fit.Predictor == predictor);
        return
        [
            new($"{predictor}Exponent", point => Fit(point).Exponent),
            new($"{predictor}Slope", point => Fit(point).Slope),
            new($"{predictor}RSquared", point => Fit(point).RSquared),
            new($"{predictor}WithinSlope", point => Fit(point).WithinSlope),
            new($"{predictor}WithinRSquared", point => Fit(point).WithinRSquared),
        ];
    }

    private static Profile<LawCheckpoint> Profile(string name) => new(
        $"{name}Profile", point => point.Profiles.First(profile => profile.Predictor == name).Values,
            OfSeeds: name == "sensitivity");

    private static void Tell(EndOfRuns runs, IReport report)
    {
        foreach (var (condition, group) in runs.By(run => run.TaskName))
        {
            report.Add(group.ByCell($"{condition}: factor of S per step, and s of S ~ P^s; median over seeds", "cell",
            [
                Plain("g", "gate"), Plain("λ", "ungatedFactor"), Plain("factor", "factor"), Plain("1−g+gλ", "lawFactor"),
                    Plain("z", "edgeFactor"),
                Plain("s", "exponent"), Plain("by law", "exponentByLaw"), Plain("by z", "edgeExponent"),
                    Plain("redrawn", "redrawnExponent"),
            ]));
            report.Add(group.ByCell($"{condition}: slope of ln S within lags on ln of …; 1 "
                + $"predicts it; median [quartiles] over seeds", "cell",
                [.. Predictors.Where(p => p.Name is "gateProduct" or "law" or "edge" or "meanField")
                    .Select(p => new Column(p.Title, $"{p.Name}WithinSlope", "0.00"))]));
            var cells = group.By(run => run.CellName).Select(cell =>
                FormattableString.Invariant(
                    $"{cell.Key} {cell.Runs.Of("factor").Median:0.000} and {cell.Runs.Of("edgeFactor").Median:0.000}"));
            report.Say($"{condition}: per step S changes by the factor, and gates and slopes alone give z: "
                + $"{string.Join(", ", cells)}.");
        }

        static Column Plain(string name, string quantity) => new(name, quantity, "0.000", HasQuartiles: false);
    }
}
