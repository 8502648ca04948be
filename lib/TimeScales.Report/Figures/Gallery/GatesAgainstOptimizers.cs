using TimeScales.Experiments.Analogies;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VI: what gates do to the gradient against what optimizers would do to the same gradient.</summary>
internal static class GatesAgainstOptimizers
{
    private static readonly string[] Gates = ["leaky", "scalar", "multi"];

    /// <summary>HGM ranks and turns as Adam does, momentum as SGD: their factors are common to all parameters.</summary>
    private static readonly string[] Optimizers = ["adam", "rmsprop", "adarem", "sgd"];

    private static readonly (string Quantity, string Title)[] Statistics =
        [("parameterCorrelation", "rank correlation of rates"), ("overlap", "overlap of leading subspaces"),
            ("optimizerParameterSpread", "spread of ln rate")];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var (panels, withAdam) = (new List<Panel>(), new List<double>());
        // Any other cell whose gates were compared.
        string[] gates = [.. Gates.Union(data.Cells("analogies").Where(model => model.EndsWith("-sgd", StringComparison.Ordinal))
            .Select(model => model[..^4])
            .Except(["plain"]))];
        foreach (var (row, (quantity, title)) in Statistics.Index())
        {
            foreach (var (column, task) in Shown.Tasks(data, AnalogiesExperiment.Description).Index())
            {
                var (names, dots) = (new List<string>(), new List<Dot>());
                foreach (var gate in gates)
                {
                    if (names.Count > 0)
                        names.Add("");
                    if (quantity == "optimizerParameterSpread")
                        Add(gate, "gateParameterSpread", $"{Names.OfCell(gate)} itself");
                    foreach (var optimizer in Optimizers)
                    {
                        // SGD's rates are all equal: they have neither ranks nor a spread.
                        if (optimizer != "sgd" || quantity == "overlap")
                            Add(gate, quantity, $"{gate}, {Names.OfOptimizer(optimizer)}", optimizer);
                    }
                }
                if (dots.Count > 0)
                    panels.Add(new Panel($"{title}, {task}", row, column, new Axis(title, AxisScale.Linear, Group: quantity),
                        new Axis("", AxisScale.Names, Names: names), [new Guide(0, IsVertical: true), new Dots(dots)]));

                void Add(string gate, string what, string name, string? optimizer = null)
                {
                    var cell = optimizer is null ? $"{gate}-sgd" : $"{gate}-sgd against {optimizer}";
                    if (data.AtTheEnd("analogies", "corrected", task, cell, what).Rows is [var found]
                        && double.IsFinite(found.Median))
                    {
                        notes.Uses(found);
                        if (optimizer == "adam" && what == "parameterCorrelation")
                            withAdam.Add(found.Median);
                        dots.Add(new Dot(names.Count, Palette.OfCell(gate), found.Median, found.IntervalLower,
                            found.IntervalUpper));
                    }
                    else
                    {
                        notes.Lacks($"{title} of {name} ({task})");
                    }
                    names.Add(name);
                }
            }
        }
        yield return new Figure(
            "analogies-rates",
            Title([.. withAdam]),
            "Left of the grey line gates enlarge what the optimizer shrinks, right of it what it enlarges too.",
            $"Networks with gates, trained by SGD, {notes.LastCheckpoint}; all numbers without unit. Gates act on the gradients "
                + $"that the network would have with its gates removed; each optimizer is given the same gradients. Rank "
                + $"correlation is Spearman's, "
            + "of both rates over the recurrent weights. Overlap is the mean squared cosine of the principal angles between the "
                + "ten leading directions of gradients with gates and of preconditioned ones; SGD preconditions "
            + "nothing, so its rows say how far gates turn the directions. Spread is the standard deviation of ln rate. HGM "
                + "compares like Adam and momentum like SGD. "
            + $"Points are medians over {notes.Seeds}, bars their exact 95 % intervals (no band is drawn).{notes.Remarks}",
            panels, PanelHeight: 15 * 14 + 8);
    }

    private static string Title(double[] withAdam) => withAdam switch
    {
        [_, ..] when withAdam.Max() < 0 => $"Gates enlarge what Adam shrinks: their rates correlate by {Told.Range(withAdam)}",
        [_, ..] when withAdam.Min() > 0 => $"Gates enlarge what Adam enlarges: their rates correlate by {Told.Range(withAdam)}",
        _ => $"Gates and Adam agree here and not there: their rates correlate by {Told.Range(withAdam)}",
    };
}
