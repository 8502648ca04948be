namespace TimeScales.Figures.Gallery;

/// <summary>Sec. VII-B: energy concentration of the Jacobian products over lag.</summary>
internal static class ConcentrationOverLag
{
    private const double Concentrated = 0.01;

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = SpectraOverLag.Panels(data, notes, "jacobianConcentration", "1 − CE of products", OfTheRest);
        var lines = panels.SelectMany(panel => panel.Marks.OfType<Line>()).ToArray();
        var lag = lines.SelectMany(line => line.X).Distinct().Order()
            .Where(h => lines.All(line => line.X.Zip(line.Y).All(point => point.First < h || !(point.Second > Concentrated))))
                .DefaultIfEmpty(double.NaN).First();
        yield return new Figure(
            "concentration-products",
            double.IsFinite(lag) ? $"From lag {Told.Number(lag)} on, ten directions hold 99 % of every product"
                : "Ten directions do not hold 99 % of every product at any lag",
            "What the other directions hold falls with lag like a power of ten, in plain + Adam mostly the fastest.",
            $"1 − CE, where CE is the share of the squared singular values of the Jacobian product at lag h that the ten "
                + $"largest hold (no unit), {notes.LastCheckpoint}; the line is the median over "
            + $"{notes.Seeds}, the band spans the quartiles. A line ends where the rest is less than a millionth, which is "
                + $"where the data's digits end.{notes.Remarks}",
            panels, PanelHeight: 150);
    }

    /// <summary>What the other directions hold, where the data's six digits have any of it.</summary>
    private static Line OfTheRest(Line line)
    {
        static double Rest(double concentration) => concentration < 1 ? Math.Round(1 - concentration, 6) : double.NaN;
        // The least that the others can hold is what the most concentrated seeds leave them.
        static double Least(double concentration) => concentration < 1 ? Math.Round(1 - concentration, 6) : 1e-6;
        return line with
        {
            Y = [.. line.Y.Select(Rest)],
            Spread = new Spread(SpreadKind.Band, [.. line.Spread!.Upper.Select(Least)], [.. line.Spread.Lower.Select(Rest)]),
        };
    }
}
