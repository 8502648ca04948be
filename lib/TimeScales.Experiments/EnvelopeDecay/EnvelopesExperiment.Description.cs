using TimeScales.Experiments.DelayedSums;

namespace TimeScales.Experiments.EnvelopeDecay;

/// <content>What is measured, and how it is told.</content>
public static partial class EnvelopesExperiment
{
    private static readonly string[] Terms = [.. DiagonalTerms.NamesOf("gru").Union(DiagonalTerms.NamesOf("lstm"))];

    /// <summary>The experiment.</summary>
    public static Experiment<EnvelopesConfiguration, EnvelopesCheckpoint> Description { get; } = new()
    {
        Name = EnvelopesConfiguration.Name,
        Section = "beyond",
        Title = "Beyond the paper: how effective learning rates decay with lag, by the follow-ups' approximations and exactly.",
        Cells = [.. EnvelopesModel.All.Select(model => model.Name)],
        KnownCells = [.. EnvelopesModel.Known.Select(model => model.Name)],
        New = (protocol, _, model, seed) => EnvelopesConfiguration.Of(protocol, model, seed),
        Presets =
        [
            // Whether everything runs. The numbers mean nothing.
            new("smoke", "1") { Cells = ["leaky", "multi", "gru", "lstm-frozen"],
                Sizes = new(Hidden: 8, Steps: 64, Checkpoints: [0, 3]) },
            // The five cells at a quarter of the length.
            new("quick", "1..3") { Cells = DelayedSumsNetwork.Cells, Sizes = new(Steps: 128, Checkpoints: [0, 300]) },
            new("paper", "1..10"),
            // The first paper's sizes, for a cluster: three to seven hours of a core for each run.
            new("full", "1..5")
            {
                Cells = DelayedSumsNetwork.Cells,
                Sizes = new(Hidden: 128, Steps: 1024, Checkpoints: [0, 4000, 12000]),
                Change = run => (EnvelopesConfiguration)run with { BatchSize = 512, StepSize = 1e-3 },
            },
        ],
        Run = Run,
        Checkpoints = (run => run.Checkpoints, point => point.Iteration),
        Quantities =
        [
            new("validationError", point => point.ValidationError),
            new("constantError", point => point.ConstantError),
            new("explained", point => 1 - point.ValidationError / point.ConstantError),
            .. Enum.GetValues<EnvelopeOrder>().SelectMany(OfOrder),
            .. new[] { EnvelopeOrder.Zeroth, EnvelopeOrder.First, EnvelopeOrder.Program }.SelectMany(AgainstExact),
            // Classes: 1 is a power, −1 an exponential, 0 is undecided.
            new("exactClassAtStart", point => Class(point.Start.Differences)),
            new("classChanged", point => Class(point.Start.Differences) * Class(Of(point, EnvelopeOrder.Exact).Differences) < 0
                ? 1 : 0),
            new("exactRateAtStart", point => point.Start.Rate),
            new("middleTimeConstant", point => Statistics.Median([.. point.GateTimeConstants])),
            new("middleTimeConstantAtStart", point => point.Start.GateTimeConstant),
            new("value per range of lags", _ => RangeStarts.Select(start => (double)start), null,
                [.. Enum.GetValues<EnvelopeOrder>()
                    .Select(order => new Profile<EnvelopesCheckpoint>($"{Prefix(order)}Difference", point =>
                    Of(point, order).Differences, OfSeeds: true)),
                    new("mixtureDifference", point => point.Mixture, OfSeeds: true),
                        new("exactDifferenceAtStart", point => point.Start.Differences, OfSeeds: true)]),
            new("value per lag", run => ReportedLags(run).Select(lag => (double)lag), point =>
                point.Lags.Select(lag => (double)lag),
                [.. Enum.GetValues<EnvelopeOrder>().Select(order =>
                    new Profile<EnvelopesCheckpoint>($"{Prefix(order)}Envelope", point => Of(point, order).Values)),
                    .. new[] { EnvelopeOrder.Zeroth, EnvelopeOrder.First, EnvelopeOrder.Program }
                        .Select(order => new Profile<EnvelopesCheckpoint>(
                        $"exactOver{order}", point =>
                            [.. Of(point, EnvelopeOrder.Exact).Values.Zip(Of(point, order).Values, (exact, other) =>
                            exact / other)], OfSeeds: true))]),
            new("time constant per unit", _ => UnitQuantiles, null,
                new("gateTimeConstant", point => point.GateTimeConstants, OfSeeds: true),
                new("exactTimeConstant", point => Of(point, EnvelopeOrder.Exact).TimeConstants)),
            .. Terms.Select(OfTerm),
        ],
        ComparedPositions = [.. new double[] { 1, 4, 16, 64, 128, 256 }.Union(UnitQuantiles).Order()],
        Tell = Tell,
    };

    /// <summary>1 for a power, −1 for an exponential, 0 for neither, over the program's range of lags.</summary>
    internal static int Class(IReadOnlyList<double> differences) =>
        differences[Array.IndexOf(RangeStarts, ProgramStart)] is var difference && Math.Abs(difference) > DecayFit.Decides
            ? Math.Sign(difference) : 0;

    private static MeasuredEnvelope Of(EnvelopesCheckpoint point, EnvelopeOrder order) =>
        point.Orders.First(envelope => envelope.Order == order);

    private static string Prefix(EnvelopeOrder order) => order.ToString().ToLowerInvariant();

    private static Quantities<EnvelopesConfiguration, EnvelopesCheckpoint>[] OfOrder(EnvelopeOrder order) =>
    [
        new($"{Prefix(order)}Rate", point => Of(point, order).Rate),
        new($"{Prefix(order)}EndToEnd", point => Of(point, order).EndToEnd),
        new($"{Prefix(order)}Exponent", point => Of(point, order).Exponent),
        new($"{Prefix(order)}ExponentialRSquared", point => Of(point, order).ExponentialRSquared),
        new($"{Prefix(order)}PowerRSquared", point => Of(point, order).PowerRSquared),
        new($"{Prefix(order)}Class", point => Class(Of(point, order).Differences)),
    ];

    private static Quantities<EnvelopesConfiguration, EnvelopesCheckpoint>[] AgainstExact(EnvelopeOrder order) =>
    [
        new($"{Prefix(order)}RateRatio", point => Of(point, order).Rate / Of(point, EnvelopeOrder.Exact).Rate),
        new($"{Prefix(order)}EndToEndRatio", point => Of(point, order).EndToEnd / Of(point, EnvelopeOrder.Exact).EndToEnd),
        new($"{Prefix(order)}Agreement", point => Of(point, order).Agreement),
    ];

    private static Quantities<EnvelopesConfiguration, EnvelopesCheckpoint> OfTerm(string name)
    {
        DiagonalTerm Of(EnvelopesCheckpoint point) => point.Terms.First(term => term.Name == name);
        return new("value per lag of terms", _ => DiagonalTerms.Lags.Select(lag => (double)lag), null,
            new($"{name}Share", point => Of(point).Shares, OfSeeds: true),
                new($"{name}Coefficient", point => Of(point).Coefficients, OfSeeds: true))
        {
            Has = (run, _) => DiagonalTerms.NamesOf(run.Cell).Contains(name),
        };
    }

    private static void Tell(EndOfRuns runs, IReport report)
    {
        var models = runs.By(run => run.CellName).ToDictionary(model => model.Key, model => model.Runs);
        var widths = models.Keys.Where(name => new[] { "multi", "gru" }.SelectMany(EnvelopesModel.WidthsOf)
            .Any(width => width.Name == name)).ToHashSet();
        void Add(string title, IEnumerable<string> names, params (string Name, string Quantity, double? Position)[] columns) =>
            report.Add(new ReportTable(
            $"{title}; median [95 % interval] over seeds", Keys: 2, ["model", "seeds", .. columns.Select(c => c.Name)],
            [.. names.Select(name => (IReadOnlyList<TableCell>)[name, models[name].Count,
                .. columns.Select(c => Text(models[name].Of(c.Quantity, c.Position)))])]));

        string[] main = [.. models.Keys.Where(name => !widths.Contains(name))];
        double last = ReportedLags((EnvelopesConfiguration)runs.Config)[^1], middle = Math.Min(64, last);
        Add("1. how envelopes decay: b of f ~ e^(−bℓ), approximations against exact", main,
            ("explained", "explained", null), ("b at start", "exactRateAtStart", null), ("b exact", "exactRate", null),
                ("zeroth / exact", "zerothRateRatio", null),
            ("first / exact", "firstRateRatio", null), ("program / exact", "programRateRatio", null),
                ("end to end, first / exact", "firstEndToEndRatio", null));
        Add("1. how large they are", main,
            ($"exact / zeroth, ℓ = {middle}", "exactOverZeroth", middle),
                ($"exact / first, ℓ = {middle}", "exactOverFirst", middle),
            ($"exact / program, ℓ = {middle}", "exactOverProgram", middle), ("at the longest lag, first", "exactOverFirst", last),
                ("Spearman, first", "firstAgreement", null));
        Add("4. a power where above 10, an exponential where below −10: BIC's difference by the first lag of the range", main,
            ("at start, 4", "exactDifferenceAtStart", 4), ("exact, 1", "exactDifference", 1), ("exact, 4", "exactDifference", 4),
                ("exact, 16", "exactDifference", 16),
            ("exact, 64", "exactDifference", 64), ("zeroth, 4", "zerothDifference", 4), ("first, 4", "firstDifference", 4),
                ("program, 4", "programDifference", 4),
            ("mixture, 4", "mixtureDifference", 4));
        report.Add(ByThemselves());
        foreach (var cell in new[] { "gru", "lstm" }.Where(models.ContainsKey))
            report.Add(OfTerms(cell, models[cell]));
        foreach (var cell in new[] { "multi", "gru" })
            TellWidths(cell, models, report);
        var changed = main.Select(name => (Name: name, Seeds: models[name].Values("classChanged").Count(run => run.Value == 1)))
            .Select(model => $"{model.Name} {model.Seeds} of {Numerals.Count(models[model.Name].Count, "seed")}");
        if (main.Length > 0)
            report.Say($"The class at the end is another than at the start in {string.Join(", ", changed)}.");
    }

    /// <summary>Rates and classes of one matrix to the power of ℓ: what the first weights make
    /// without data and learning.</summary>
    private static ReportTable ByThemselves()
    {
        const double Gate = 0.05;
        return new ReportTable(
            $"1, 4. an orthogonal matrix alone: J = (1 − g) I + g s W, g = {Numerals.Text(Gate)}, 64 units, lags to 256; median "
            + $"[95 % interval] over 10 draws", Keys: 1,
            ["slope s", "b", "gates alone / b", .. RangeStarts.Select(start => $"BIC, {start}")],
            [.. new[] { 0.3, 0.6, 0.8, 1 }.Select(slope =>
            {
                var draws = Enumerable.Range(1, 10).Select(seed => ConstantJacobian.LogEnvelope(Gate, slope, 64, 256, (uint)seed))
                    .ToArray();
                double[] Of(int start, Func<DecayFit, double> value) =>
                    [.. draws.Select(draw => value(DecayFit.Of(draw.AsSpan(start - 1), start)))];
                return (IReadOnlyList<TableCell>)[Numerals.Text(slope),
                    Interval(ExactInterval.OfMedian(Of(ProgramStart, fit => fit.Rate))),
                        Interval(ExactInterval.OfMedian(Of(ProgramStart, fit => -Math.Log(1 - Gate) / fit.Rate))),
                    .. RangeStarts.Select(start => Interval(ExactInterval.OfMedian(Of(start, fit => fit.Difference))))];
            })]);
    }

    private static ReportTable OfTerms(string cell, EndOfRuns runs)
    {
        double[] lags = [1, 4, 16, 64];
        return new ReportTable(
            $"3. the exact diagonal of {cell}: shares of its terms by lag, and coefficients of a "
            + $"regression; median [95 % interval] over seeds", Keys: 1,
            ["term", .. lags.Select(lag => $"share, ℓ = {lag}"), .. lags.Take(3).Select(lag => $"coefficient, ℓ = {lag}")],
            [.. DiagonalTerms.NamesOf(cell).Select(term => (IReadOnlyList<TableCell>)[term,
                .. lags.Select(lag => Text(runs.Of($"{term}Share", lag))),
                    .. lags.Take(3).Select(lag => Text(runs.Of($"{term}Coefficient", lag)))])]);
    }

    private static void TellWidths(string cell, Dictionary<string, EndOfRuns> models, IReport report)
    {
        var widths = EnvelopesModel.WidthsOf(cell).Where(width => models.ContainsKey(width.Name)).ToArray();
        if (widths.Length < 2)
            return;
        double[][] Spectra(string name) => [.. Enumerable.Range(0, models[name].Count)
            .Select(i => UnitQuantiles.Select(quantile => models[name].Values("gateTimeConstant", quantile).ElementAt(i).Value)
                .ToArray())];
        double[] Middles(string name, string when) =>
            [.. models[name].Values($"middleTimeConstant{when}").Select(run => run.Value)];
        var widest = Spectra(widths[^1].Name);
        report.Add(new ReportTable($"5. time constants that gates alone give the units of {cell}, by "
            + $"width; median [95 % interval] over seeds", Keys: 2,
            ["H", "seeds", "τ of the middle unit", "its spread over seeds", "at start", "spread at start",
                $"W₁ to {widths[^1].Hidden} units"],
            [.. widths.Select(width => (IReadOnlyList<TableCell>)[width.Hidden, models[width.Name].Count,
                Text(models[width.Name].Of("middleTimeConstant")),
                    TableCell.Number(WidthStudy.Spread(Middles(width.Name, "")), "G3"),
                Text(models[width.Name].Of("middleTimeConstantAtStart")),
                    TableCell.Number(WidthStudy.Spread(Middles(width.Name, "AtStart")), "G3"),
                Interval(ExactInterval.OfMedian([.. Spectra(width.Name).Zip(widest, WidthStudy.Distance)]))])]));
        foreach (var (when, told) in new[] { ("AtStart", "before the first update"), ("", "at the end") })
        {
            var (exponent, lower, upper) = WidthStudy.Exponent([.. widths.Select(width => width.Hidden)],
                [.. widths.Select(width => Middles(width.Name, when))]);
            // Without a spread at the start there is nothing to tell: gates of multi start as one constant.
            if (double.IsFinite(exponent))
                report.Say($"The spread over seeds of the middle unit's time constant of {cell} goes with H to the power of "
                    + $"{Numerals.Interval(exponent, lower, upper)} {told}.");
        }
    }

    private static TableCell Text(MeasurementSummary summary) => summary.Seeds == 0 ? "" : summary.Text;

    private static TableCell Interval((double Median, double Lower, double Upper) of) =>
        Numerals.Interval(of.Median, of.Lower, of.Upper);
}
