namespace TimeScales.Figures.Gallery;

/// <summary>Error, anisotropy and the expansion's error while a task is learned, cell by cell.</summary>
internal static class LearnedOverTheWay
{
    private const double Lag = 40;

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        Panel? Panel(int index, string title, string quantity, string axis, double? position)
        {
            var lines = new List<Mark>();
            foreach (var cell in LearnedProfiles.Gated)
            {
                var curve = data.OverTraining(LearnedProfiles.Experiment, LearnedProfiles.Protocol, LearnedProfiles.Task, cell, quantity, position);
                if (curve.HasValues)
                    lines.Add(notes.Uses(curve).WithQuartiles(Names.OfCell(cell), Palette.OfCell(cell), Names.OfCell(cell)) with { HasMarkers = true });
                else
                    notes.Lacks($"{title} of {Names.OfCell(cell)}");
            }
            return lines.Count == 0 ? null : new Panel(title, index / 2, index % 2, new Axis(Names.Way, AxisScale.Linear), new Axis(axis, AxisScale.Logarithmic), lines);
        }

        Panel?[] panels =
        [
            Panel(0, "test error", "testLoss", "mean squared error", null),
            Panel(1, "expansion, lag 40", "expansionError", "error / product, in norm", Lag),
            Panel(2, "products, lag 40", "jacobianAnisotropy", "AI of products", Lag),
            Panel(3, "gradients", "gradientAnisotropy", "AI of gradients", null),
        ];
        yield return new Figure(
            "learned-over-the-way",
            "While a task is learned",
            $"Adding with T = 80, gated cells trained by Adam, over the updates until the test error is below 0.005 (100 %). Test error; what the first-order expansion misses of the Jacobian products at lag 40; "
            + $"anisotropy AI, the largest over the tenth singular value, of those products and of single-sequence gradients (no unit). Lines are medians over {notes.Seeds}, bands span the quartiles. "
            + $"Look at whether propagation becomes more or less anisotropic as the memory forms, and whether gradients follow.{notes.Remarks}",
            [.. panels.OfType<Panel>()], PanelHeight: 150);
    }
}
