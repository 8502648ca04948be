namespace TimeScales.Figures.Gallery;

/// <summary>Beyond the paper: how far the past reaches in the multi gate, before and after learning, with what
/// is said to decide it.</summary>
internal static class Reach
{
    private static readonly (string Condition, string Title)[] Networks = [("untrained", "untrained"),
        ("learned", "has learned adding")];

    public static IEnumerable<Figure> Draw(FigureData data)
    {
        var notes = new Notes();
        var panels = new List<Panel>();
        var factors = new List<string>();
        foreach (var (condition, title) in Networks)
        {
            Line Predicted(string name, string quantity, string colour, string dash) =>
                Over(data, condition, quantity) is var curve
                ? new Line(name, colour, curve.Positions, [.. curve.Medians.Select(Math.Exp)]) { Label = name, Dash = dash,
                    SetsRange = false }
                : null!;
            var measured = notes.Uses(Over(data, condition, "sensitivity"));
            if (!measured.HasValues)
                continue;
            factors.Add(
                FormattableString.Invariant(
                $"{data.AtTheEnd("law", "corrected", condition, "multi", "ungatedFactor").Medians[0]:0.00} ({title})"));
            panels.Add(new Panel($"multi gate, {title}", 0, panels.Count, new Axis(Names.Lag, AxisScale.Linear),
                new Axis("S(h) / S(1)", AxisScale.Logarithmic, Group: "S"),
            [
                new Guide(1),
                Predicted("Π g", "gateProduct", Palette.Grey, "dash"),
                Predicted("Π (1 − g)", "carryProduct", Palette.Grey, "dot"),
                Predicted("Π (1 − g + gλ)", "law", Palette.Grey, "solid") with { Width = 2.4 },
                Predicted("gates and slopes alone", "meanField", Palette.Grey, "longdash"),
                new Line("multi gate, measured", Palette.OfCell("multi"), measured.Positions,
                    [.. measured.Medians.Select(Math.Exp)])
                {
                    Label = "measured",
                    Spread = new Spread(SpreadKind.Band, [.. measured.LowerQuartiles.Select(Math.Exp)],
                        [.. measured.UpperQuartiles.Select(Math.Exp)]),
                },
            ]));
        }
        yield return new Figure(
            "reach",
            "How far the past reaches, 1 − g + gλ says, and after learning λ; the product of gates does not",
            "Untrained, the measurement lies on 1 − g + gλ and close to what gates and slopes alone say; after learning it no "
                + "longer fades, and only λ, the recurrent weights, says so.",
            $"Median sensitivity of a state to the state h steps before, relative to lag 1, over {notes.Seeds}; the band spans "
                + $"the quartiles. Grey: the product of gates, of what they "
            + "keep, of 1 − g + gλ with λ the factor per step of the same trajectory without gates, and the mean field over "
                + "recurrent weights, which knows gates and slopes alone and is fitted "
            + $"to nothing. λ is {string.Join(", ", factors)}.{notes.Remarks}",
            panels, PanelHeight: 240);
    }

    private static SeedCurve Over(FigureData data, string condition, string quantity) =>
        data.AtTheEnd("law", "corrected", condition, "multi", $"{quantity}Profile");
}
