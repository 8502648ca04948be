using TimeScales.Experiments.Analogies;

namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VI: gates and optimizers, alone and combined.</summary>
internal static class CombinedModels
{
    private const int Lag = 40;

    private static readonly (string Quantity, double? Position, string Title, AxisScale Scale, double Reference)[] Statistics =
    [
        ("jacobianAnisotropy", Lag, $"AI of products, lag {Lag}", AxisScale.Logarithmic, 1),
        ("lossShare", Lag, $"energy along ∂L/∂x, lag {Lag}", AxisScale.Logarithmic, 1),
        ("updateAnisotropy", null, "AI of updates", AxisScale.Logarithmic, 1),
        ("testLossOverVariance", null, "test error / target variance", AxisScale.Logarithmic, 1),
    ];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var models = Shown.Cells(data, AnalogiesExperiment.Description).Select(model => (Name: model, Hyphen: model.LastIndexOf('-')))
            .Select(m => (m.Name, Cell: m.Name[..m.Hyphen], Optimizer: m.Name[(m.Hyphen + 1)..])).ToArray();
        var names = models.Select(m => Names.OfModel(m.Cell, m.Optimizer)).ToArray();
        var panels = new List<Panel>();
        foreach (var (row, (quantity, position, title, scale, reference)) in Statistics.Index())
        {
            foreach (var (column, task) in Shown.Tasks(data, AnalogiesExperiment.Description).Index())
            {
                var dots = new List<Dot>();
                foreach (var (place, model) in models.Index())
                {
                    var found = data.AtTheEnd("analogies", "corrected", task, model.Name, quantity).Rows.FirstOrDefault(r => r.Position == position);
                    if (found is null || !double.IsFinite(found.Median))
                    {
                        notes.Lacks($"{title} of {names[place]} ({task})");
                        continue;
                    }
                    notes.Uses(found);
                    dots.Add(new Dot(place, Palette.OfCell(model.Cell), found.Median, found.IntervalLower, found.IntervalUpper));
                }
                if (dots.Count > 0)
                    panels.Add(new Panel($"{title}, {task}", row, column, new Axis(title, scale), new Axis("", AxisScale.Names, Names: names), [new Guide(reference, IsVertical: true), new Dots(dots)]));
            }
        }
        yield return new Figure(
            "analogies-models",
            "Gates and optimizers, alone and combined",
            $"Models of Sec. VI {notes.LastCheckpoint}, all numbers without unit: anisotropy of the Jacobian products at lag {Lag}; the share of the largest possible energy that those products bring along ∂L/∂x_t (our definition); anisotropy of single-sequence gradients after the optimizer's own preconditioner; test error "
            + $"relative to the best constant. Points are medians over {notes.Seeds}, bars their 95 % bootstrap intervals (no band is drawn); the grey line is 1. "
            + $"Look at the last two models, gates with Adam: whether their products are like those of gates with SGD or of plain with Adam, and whether they err less than both.{notes.Remarks}",
            panels, PanelHeight: 15 * names.Length + 8);
    }
}
