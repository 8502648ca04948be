using NUnit.Framework;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Figures;
using TimeScales.Notebooks;

namespace TimeScales.Tests.Notebooks;

/// <summary>What notebooks choose from the data, and the figures that they name.</summary>
internal sealed class ExperimentDataTests
{
    private static readonly FigureData Committed = FigureData.Read(Repository.PathOf("figures", "data"));
    private static readonly ExperimentData Data = new(Committed, EffectiveRatesExperiment.Description.Name);

    /// <summary>Catches one name in the place of another, and a choice that changes the one it was made from.</summary>
    [Test]
    public void What_is_chosen_is_what_the_data_has_under_all_those_names()
    {
        var adding = Data.Task("adding");
        _ = (adding.Published, adding.Task("recall"), adding.Cell("scalar"));

        var chosen = adding.Cell("multi").Value("sensitivity", at: 10);

        Assert.That(chosen, Is.EqualTo(Committed.Value("effective-rates", "corrected", "adding", "multi", "sensitivity", 10)));
        Assert.That(adding.Published.Cell("multi").Value("slope"),
            Is.EqualTo(Committed.Value("effective-rates", "published", "adding", "multi", "slope")));
        Assert.That(adding.Cell("multi").Seeds("slope"), Has.Count.EqualTo(20));
        Assert.That(adding.Cell("multi").Seeds("sensitivity", at: 10), Is.Not.EqualTo(adding.Cell("multi").Seeds("sensitivity", at: 5)));
        Assert.That(adding.Cell("multi").Curve("sensitivity").Medians[9], Is.EqualTo(chosen.Median));
        Assert.That(adding.Cell("multi").OverTraining("sensitivity", at: 10).Medians[^1], Is.EqualTo(chosen.Median));
        Assert.That(adding.Cell("none").Curve("sensitivity").HasValues, Is.False);
    }

    [Test]
    public void A_quantity_that_was_not_measured_is_answered_by_those_that_were() => Assert.That(
        () => Data.Task("adding").Cell("multi").Value("slop"),
        Throws.ArgumentException.With.Message.Contains("'slop'").And.Message.Contains("slope, rSquared"));

    /// <summary>Catches a figure whose name has changed, and two names for one figure.</summary>
    [Test]
    public void Every_figure_that_a_notebook_can_name_is_there_once()
    {
        bool IsThere(string name) => name != nameof(Gallery.Interventions) || Committed.Summaries("interventions").Any();
        var charts = typeof(Gallery).GetMethods().Where(method => method.IsStatic && IsThere(method.Name)).SelectMany(method =>
        {
            object data = method.GetParameters()[0].ParameterType == typeof(FigureData) ? Committed : Data;
            object[][] arguments = method.GetParameters().Length == 1 ? [[data]] : [[data, "adding"]];
            return arguments.Select(values => (method.Name, Chart: (Plotly.NET.GenericChart)method.Invoke(null, values)!));
        });

        Assert.That(charts.Select(chart => Prose.Caption(chart.Chart).Markdown), Is.Unique.And.All.Length.GreaterThan(100));
    }
}
