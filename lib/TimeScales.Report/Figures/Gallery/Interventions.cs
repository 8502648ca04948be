using TimeScales.Experiments;
using TimeScales.Experiments.Interventions;

namespace TimeScales.Figures.Gallery;

/// <summary>Beyond the paper: what is left of learning, and of what was learned, when the gates are tampered with.</summary>
internal static class Interventions
{
    private static readonly (string Quantity, string Name)[] Gates =
    [
        ("ownError", "its own gates"), ("unitMeansError", "each unit's mean"), ("oneMeanError", "one mean"),
            ("shuffledInTimeError", "shuffled in time"),
        ("swappedSequencesError", "another sequence's"),
    ];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var tasks = Shown.Tasks(data, InterventionsExperiment.Description);
        MeasurementSummary? Found(string task, string model, string quantity) =>
            data.AtTheEnd(InterventionsExperiment.Description.Name, "corrected", task, model, quantity).Rows.FirstOrDefault(r =>
                double.IsFinite(r.Median));
        string[] models = [.. Shown.Cells(data, InterventionsExperiment.Description)];
        string[] tampered = [.. models.Where(model => tasks.Any(task => Found(task, model, Gates[^1].Quantity) is not null))
            .Where(model => !model.Contains('-', StringComparison.Ordinal))];
        Panel? Errors(string title, IReadOnlyList<(string Name, string Model, string Quantity)> rows, string task)
        {
            var dots = new List<Dot>();
            foreach (var (place, (name, model, quantity)) in rows.Index())
            {
                if (Found(task, model, quantity) is not { } row)
                {
                    notes.Lacks($"{name} ({task})");
                    continue;
                }
                notes.Uses(row);
                dots.Add(new Dot(place, Palette.OfCell(model.Split('-')[0]), row.Median, row.IntervalLower, row.IntervalUpper));
            }
            return dots.Count == 0 ? null
                : new Panel(title, 0, 0, new Axis("test error / the best constant's", AxisScale.Logarithmic, Group: "error"),
                new Axis("", AxisScale.Names, Names: [.. rows.Select(row => row.Name)]),
                    [new Guide(1, IsVertical: true), new Dots(dots)]);
        }
        foreach (var task in tasks)
        {
            var learning = models.Select(model => (Name: model.Replace('-', ' '), model, "errorOverConstant")).ToArray();
            var afterwards = tampered.SelectMany(model =>
                Gates.Select(gates => ($"{Names.OfCell(model)}, {gates.Name}", model, gates.Quantity))).ToArray();
            var panels = PanelRows.Of(["while it learns", "after learning"], 2, notes, title => title, title =>
                Errors($"{task}, {title}", title == "while it learns" ? learning : afterwards, task));
            var solved = models.Where(model => Found(task, model, "errorOverConstant") is { Median: < 0.1 }).ToArray();
            var families = solved.Select(model => model.Split('-')[0]).Distinct().ToArray();
            yield return new Figure(
                $"interventions-{task}",
                $"{solved.Length} of {models.Length} networks learn "
                    + $"{task}{(families.Length == 0 ? "" : $", all of them with {string.Join(" or ", families)} gates")}",
                "Dots left of the grey line have learned something; after learning, gates that do not follow the data undo it.",
                "Test error over that of the best constant output (no unit). While it learns: networks with something about "
                    + "their gates, their backward pass or their optimizer changed. After "
                + $"learning: networks that learned with their own gates, tested with others. Colour is the cell; points are "
                    + $"medians over {notes.Seeds}, bars their exact 95 % intervals (no band is drawn).{notes.Remarks}",
                panels, PanelHeight: 15 * models.Length + 8);
        }
    }
}
