using TimeScales.Experiments.Analogies;
using TimeScales.Experiments;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VI: gates and optimizers, alone and combined.</summary>
internal static class CombinedModels
{
    private const int Lag = 40;

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var models = Shown.Cells(data, AnalogiesExperiment.Description)
            .Select(model => (Name: model, Hyphen: model.LastIndexOf('-')))
            .Select(m => (m.Name, Cell: m.Name[..m.Hyphen], Optimizer: m.Name[(m.Hyphen + 1)..])).ToArray();
        var best = new List<string>();
        var panels = PanelRows.Of(Shown.Tasks(data, AnalogiesExperiment.Description), 1, notes, task => task, task =>
        {
            var points = new List<PlacedPoint>();
            foreach (var (model, cell, optimizer) in models)
            {
                var name = Names.OfModel(cell, optimizer);
                MeasurementSummary? Found(string quantity, double? position) =>
                    data.AtTheEnd(AnalogiesExperiment.Description.Name, "corrected", task, model,
                        quantity).Rows.FirstOrDefault(r => r.Position == position && double.IsFinite(r.Median));
                if (Found("jacobianAnisotropy", Lag) is not { } anisotropy
                    || Found("testLossOverVariance", null) is not { } error)
                {
                    notes.Lacks($"{name} ({task})");
                    continue;
                }
                notes.Uses(anisotropy);
                points.Add(new PlacedPoint(anisotropy.Median, error.Median, Palette.OfCell(cell),
                    $"{name}: AI {Numerals.Interval(anisotropy.Median, anisotropy.IntervalLower, anisotropy.IntervalUpper)}, "
                        + $"error {Numerals.Interval(error.Median, error.IntervalLower, error.IntervalUpper)}")
                {
                    Symbol = Names.ShapeOf(optimizer),
                    Label = name,
                });
            }
            if (points.Count == 0)
                return null;
            best.Add($"{points.MinBy(point => point.Y)!.Label} on {task}");
            return new Panel(task, 0, 0, new Axis($"AI of products at lag {Lag}", AxisScale.Logarithmic, Group: "AI"),
                new Axis("test error / variance", AxisScale.Linear, Group: "error"), [new Guide(1), new Points(task, points)]);
        });
        yield return new Figure(
            "analogies-models",
            $"Least error: {string.Join(", ", best)}",
            "Models far to the right propagate along few directions; those below the grey line predict better than a constant, "
                + "and the two do not go together.",
            $"Models of Sec. VI {notes.LastCheckpoint}, numbers without unit: anisotropy of the Jacobian products at lag {Lag}, "
                + $"and the test error relative to that of the best constant, which the grey line marks. "
            + $"Colour is the cell, shape the optimizer. Points are medians over {notes.Seeds}; their exact 95 % intervals show "
                + $"when pointing at one (no band is drawn).{notes.Remarks}",
            panels, PanelHeight: 230);
    }
}
