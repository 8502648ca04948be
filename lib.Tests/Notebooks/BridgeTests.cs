using System.Text.Json.Nodes;
using Deedle;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments;
using TimeScales.Figures;
using TimeScales.Kernel;
using TimeScales.Notebooks;
using Figure = TimeScales.Figures.Figure;
using Line = TimeScales.Figures.Line;

namespace TimeScales.Tests.Notebooks;

/// <summary>Frames and charts must hold the numbers of the results and figures that they were made from.</summary>
[NonParallelizable]
internal sealed class BridgeTests
{
    private static readonly Measurement[] Rows =
    [
        new("effective-rates", "corrected", "adding", "multi", 1, 0, "slope", null, 0.5),
        new("effective-rates", "corrected", "adding", "multi", 1, 0, "sensitivity", 2, 0.25),
        new("expansion", "corrected", "", "scalar", 2, null, "slope", null, double.NaN),
    ];

    private static readonly Figure Figure = new("name", "A title", "One sees a line.", "A caption.",
    [
        new Panel("", 0, 0, new Axis("lag h (steps)", AxisScale.Linear), new Axis("S", AxisScale.Logarithmic),
            [new Line("first", "#000000", [1, 2, 3], [1, 0.1, 0.01]),
             new Line("second", "#0072b2", [1, 2, 3], [1, 0.5, 0.25]) { Label = "second" }]),
    ]);

    [Test]
    public void A_frame_has_a_row_per_number_and_a_column_per_property()
    {
        var frame = Rows.ToFrame();

        Assert.That(frame.RowCount, Is.EqualTo(3));
        Assert.That(frame.ColumnKeys,
            Is.EqualTo(new[] { "Experiment", "Protocol", "Task", "Cell", "Seed", "Iteration", "Quantity", "Position", "Value",
            "Configuration" }));
        Assert.That(frame.GetColumn<double>("Value")[1], Is.EqualTo(0.25));
        Assert.That(frame.GetColumn<string>("Cell")[2], Is.EqualTo("scalar"));
    }

    [Test]
    public void What_a_run_does_not_have_is_missing_in_the_frame()
    {
        var frame = Rows.ToFrame();

        Assert.That(frame.GetColumn<double>("Value").TryGet(2).HasValue, Is.False, "NaN");
        Assert.That(frame.GetColumn<double>("Position").TryGet(0).HasValue, Is.False, "null");
        Assert.That(frame.GetColumn<int>("Iteration").TryGet(2).HasValue, Is.False, "null");
    }

    [Test]
    public void A_run_becomes_a_frame_of_its_measurements()
    {
        var run = EffectiveRatesExperiment.Run(new EffectiveRatesConfiguration
        {
            Protocol = Protocol.Corrected, Task = "adding", Cell = "leaky", Seed = 1, Hidden = 4, Steps = 12, Checkpoints = [0],
            BatchSize = 2,
        });

        var frame = new[] { run }.ToFrame(EffectiveRatesExperiment.Description);

        var slope = frame.Where(row => row.Value.GetAs<string>("Quantity") == "slope").GetColumn<double>("Value");
        Assert.That(slope.Values.Single(), Is.EqualTo(run.Checkpoints[0].Slope));
    }

    /// <summary>Traces and layout survive to the last property, and no template is added.</summary>
    [Test]
    public void A_chart_says_what_the_figure_says()
    {
        var expected = JsonNode.Parse(PlotlyJson.Write(Figure))!;

        var actual = JsonNode.Parse(GenericChart.toFigureJson(Figure.ToChart()))!;

        Assert.That(JsonNode.DeepEquals(actual["data"], expected["data"]), actual["data"]!.ToJsonString());
        Assert.That(JsonNode.DeepEquals(actual["layout"], expected["layout"]), actual["layout"]!.ToJsonString());
    }

    [Test]
    public void Charts_and_frames_are_registered_with_dotnet_interactive()
    {
        NotebookFormatters.Register();

        var chart = Figure.ToChart();
        Assert.That(Formatter.GetPreferredMimeTypesFor(chart.GetType()), Does.Contain("application/vnd.plotly.v1+json"));
        Assert.That(chart.ToDisplayString("application/vnd.plotly.v1+json"), Does.Contain("\"layout\""));
        Assert.That(chart.ToDisplayString("text/html"), Does.Contain("Plotly"));
        Assert.That(Rows.ToFrame().ToDisplayString("text/html"), Does.Contain(">Quantity</th>").And.Contain(">slope</td>"));
    }

    [Test]
    public void Charts_and_frames_are_registered_with_this_projects_kernel()
    {
        NotebookFormatters.Register();

        Assert.That(Formatters.Format(Figure.ToChart()).Contains("application/vnd.plotly.v1+json"));
        var frame = Formatters.Format(Rows.ToFrame());
        Assert.That(frame.Contains("text/html"));
        Assert.That($"{frame.ToJson()["text/plain"]}", Does.Contain("sensitivity").And.Not.Contain("ColumnCount"));
    }
}
