namespace TimeScales.Figures.Gallery;

/// <summary>Error, anisotropy and the expansion's error while a task is learned, cell by cell.</summary>
internal static class LearnedOverTheWay
{
    public static IEnumerable<Figure> Draw(FigureData data) => LearnedSubject.All(data).Select(subject => Draw(data, subject));

    private static Figure Draw(FigureData data, LearnedSubject subject)
    {
        var notes = new Notes();
        var growth = new List<double>();
        Panel? Panel(int index, string title, string quantity, string axis, double? position)
        {
            var lines = new List<Mark>();
            foreach (var cell in LearnedSubject.Gated(data))
            {
                var curve = subject.OverTraining(data, cell, quantity, position);
                if (curve.HasValues && quantity == "jacobianAnisotropy")
                    growth.Add(curve.Medians[^1] / curve.Medians[0]);
                if (curve.HasValues)
                    lines.Add(notes.Uses(curve)
                        .WithQuartiles(Names.OfCell(cell), Palette.OfCell(cell), Names.OfCell(cell)) with { HasMarkers = true });
                else
                    notes.Lacks($"{title} of {Names.OfCell(cell)}");
            }
            return lines.Count == 0 ? null
                : new Panel(title, index / 2, index % 2, new Axis(Names.Way, AxisScale.Linear),
                new Axis(axis, AxisScale.Logarithmic), lines);
        }

        Panel?[] panels =
        [
            Panel(0, "test error", "testError", subject.Error, null),
            Panel(1, $"expansion, lag {subject.LongLag}", "expansionError", "error / product, in norm", subject.LongLag),
            Panel(2, $"products, lag {subject.LongLag}", "jacobianAnisotropy", "AI of products", subject.LongLag),
            Panel(3, "gradients", "gradientAnisotropy", "AI of gradients", null),
        ];
        return new Figure(
            $"learned-over-the-way-{subject.Name}",
            $"While {subject.Name} is learned, propagation becomes {Told.Range(growth)} "
                + $"times as anisotropic (lag {subject.LongLag})",
            "As the error falls, the expansion misses more and products become more anisotropic; gradients need not follow.",
            $"Gated cells trained by Adam, over the updates until {subject.Solved} (100 %; the end of training where it never "
                + $"is). Test error; what the first-order expansion misses of the Jacobian products at lag {subject.LongLag}; "
            + $"anisotropy AI, the largest over the tenth singular value, of those products and of single-sequence gradients "
                + $"(no unit). Lines are medians over {notes.Seeds}, bands span the quartiles. "
            + $"{subject.Title}.{notes.Remarks}",
            [.. panels.OfType<Panel>()], PanelHeight: 150);
    }
}
