using TimeScales.Experiments.EnvelopeDecay;

namespace TimeScales.Figures.Gallery;

/// <summary>Beyond the paper: how effective learning rates decay with lag after training, by the follow-ups' approximations and
/// exactly, and as what.</summary>
internal static class EnvelopeDecays
{
    private const string Experiment = "envelopes", Protocol = "corrected", Task = "";
    private const double FirstLag = 4;

    private static readonly string[] Cells = ["leaky", "scalar", "multi", "gru", "lstm"];
    private static readonly (string Quantity, string Name, string Dash)[] Approximations =
        [("zerothEnvelope", "gates alone", "dash"), ("firstEnvelope", "first order", "dot")];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = new List<Panel>();
        string[] cells = [.. Shown.Cells(data, EnvelopesExperiment.Description, Cells)];
        foreach (var cell in cells)
        {
            var exact = data.AtTheEnd(Experiment, Protocol, Task, cell, "exactEnvelope");
            if (!exact.HasValues)
            {
                notes.Lacks(Names.OfCell(cell));
                continue;
            }
            var marks = new List<Mark>();
            if (data.ByCheckpoint(Experiment, Protocol, Task, cell, "exactEnvelope") is [var start, _, ..])
                marks.Add(new Line("at the start", Palette.Grey, start.Positions, start.Medians) { Label = "at the start",
                    Width = 1 });
            foreach (var (quantity, name, dash) in Approximations)
            {
                var curve = data.AtTheEnd(Experiment, Protocol, Task, cell, quantity);
                marks.Add(new Line(name, Palette.Grey, curve.Positions, curve.Medians) { Label = name, Dash = dash });
            }
            marks.Add(notes.Uses(exact).WithQuartiles($"{Names.OfCell(cell)}, exact", Palette.OfCell(cell), "exact"));
            panels.Add(new Panel(cell == "leaky" ? "leaky, whose gate is constant" : Names.OfCell(cell), panels.Count / 2,
                panels.Count % 2,
                new Axis("lag ℓ (steps)", AxisScale.Linear), new Axis("f(ℓ)", AxisScale.Logarithmic, Group: "f"), marks));
        }
        if (panels.Count > 0)
            panels.Add(Classes(data, notes, panels.Count));
        var gated = cells.Where(cell => cell != "leaky").ToArray();
        double Median(string cell, string quantity) =>
            data.AtTheEnd(Experiment, Protocol, Task, cell, quantity).Medians is [var median, ..] ? median : double.NaN;
        yield return new Figure(
            "envelopes",
            $"Envelopes to first order decay {Told.Range(gated.Select(cell => Median(cell, "firstRateRatio")))} times as fast "
                + $"as exact ones; "
            + $"{Told.Share(gated.Count(cell => Median(cell, "classChanged") > 0.5), gated.Length, "cell")} change class",
            "Where the dotted line lies on the dashed one, the detour changes nothing; where both leave the solid one, what is "
                + "carried on comes by way of other units.",
            $"Envelope f(ℓ) of networks that learn sums of inputs 16 to 128 steps back: Σ over 64 units of |μ_q|, the effective "
                + $"learning rate at lag ℓ, {notes.LastCheckpoint}. Dashed: what gates carry; dotted: with one "
            + $"detour; solid: diagonals of the exact products, median over {notes.Seeds} with a band that spans the quartiles "
                + $"(the others: medians); thin: the exact ones before the first update. "
            + $"Last panel: BIC of an exponential less that of a power over lags {FirstLag} to 256, AR(1) errors; right of the "
                + $"line a power, left of it an exponential; frozen: trained but for the gates; noise: frozen, but for "
                + $"normal or heavy-tailed noise that every update adds to their biases; bars are exact 95 % intervals. "
                + $"The title leaves out leaky.{notes.Remarks}",
            panels, PanelHeight: 150);
    }

    /// <summary>Before and after training, and with gates that stay as they are.</summary>
    private static Panel Classes(FigureData data, Notes notes, int index)
    {
        var (names, dots) = (new List<string>(), new List<Dot>());
        string[] kinds = ["", "-frozen", "-normal-noise", "-heavy-noise"];
        foreach (var (cell, what) in from cell in Cells from kind in kinds select (cell, kind))
        {
            var model = cell + what;
            foreach (var (quantity, when) in new[] { ("exactDifferenceAtStart", "start"),
                ("exactDifference", what.Length == 0 ? "trained" : what[1..].Replace('-', ' ')) })
            {
                var row = data.AtTheEnd(Experiment, Protocol, Task, model, quantity).Rows.FirstOrDefault(r =>
                    r.Position == FirstLag && double.IsFinite(r.Median));
                if (row is null || (model != cell && when == "start"))
                    continue;
                notes.Uses(row);
                names.Add($"{Names.OfCell(cell)}, {when}");
                dots.Add(new Dot(names.Count - 1, Palette.OfCell(cell), row.Median, row.IntervalLower, row.IntervalUpper));
            }
        }
        return new Panel("a power or an exponential?", index / 2, index % 2,
            new Axis("BIC, exponential less power", AxisScale.Linear),
            new Axis("", AxisScale.Names, Names: names), [new Guide(0, IsVertical: true), new Dots(dots)]);
    }
}
