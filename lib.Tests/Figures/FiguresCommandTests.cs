using System.Buffers.Binary;
using System.Text.Json.Nodes;
using TimeScales.Figures;
using TimeScales.Figures.Gallery;
using TimeScales.Tests.Cli;

namespace TimeScales.Tests.Figures;

/// <summary>From exported tables to files.</summary>
[NonParallelizable]
internal sealed class FiguresCommandTests
{
    private const string Header =
        "experiment,protocol,task,cell,iteration,quantity,position,seeds,leftOut,lowerQuartile,median,upperQuartile";

    [Test]
    public void Tables_become_json_and_a_page_that_loads_nothing_from_elsewhere()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "effective-rates-summary.csv"), $"{Header}\neffective-rates,corrected,adding,leaky,800,slope,,20,0,2,2.5,3\n");
        var target = Path.Combine(folder.Path, "figures");

        var (code, _, error) = Reproduce.Run("figures", "--data", folder.Path, "--to", target, "--no-png");

        Assert.That(code, Is.Zero, error);
        Assert.That(JsonNode.Parse(File.ReadAllText(Path.Combine(target, "effective-rates-slopes.json")))!["data"]!.AsArray(), Is.Not.Empty);
        var page = File.ReadAllText(Path.Combine(target, "index.html"));
        Assert.That(page, Does.Contain("effective-rates-slopes").And.Contain("src=\"plotly.min.js\"").And.Not.Contain("http"));
    }

    [TestCase("effective-rates,corrected", "Line 2", "2 fields")]
    [TestCase("effective-rates,corrected,adding,leaky,800,slope,,20,0,2,many,3", "Line 2", "'many'")]
    public void A_damaged_table_is_named_with_its_line(string row, string line, string value)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "effective-rates-summary.csv"), $"{Header}\n{row}\n");

        var (code, _, error) = Reproduce.Run("figures", "--data", folder.Path, "--to", Path.Combine(folder.Path, "figures"), "--no-png");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain(line).And.Contain(value).And.Contain("effective-rates-summary.csv"));
    }

    [Test]
    public void A_folder_without_data_is_named_with_the_command_that_fills_it()
    {
        using var folder = new TemporaryFolder();

        var (code, _, error) = Reproduce.Run("figures", "--data", folder.Path);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain(folder.Path).And.Contain("reproduce export --summary"));
    }

    [Test]
    public async Task A_picture_has_the_size_of_its_layout()
    {
        var plotly = PlotlyBundle.Find(TestContext.CurrentContext.TestDirectory);
        if (plotly is null || !PictureExporter.IsAvailable)
            Assert.Ignore("Chromium or plotly.js is not installed; environment/install-figure-tools.sh installs them.");
        var json = PlotlyJson.Write(FigureGallery.Draw(SyntheticData.Whole()).Single(f => f.Name == "effective-rates-slopes"));
        await using var exporter = await PictureExporter.StartAsync(plotly!);

        var png = await exporter.PngAsync(json);

        Assert.That(png[..8], Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), Is.EqualTo(PictureExporter.Scale * PlotlyJson.PageWidth));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)), Is.EqualTo(PictureExporter.Scale * (int)JsonNode.Parse(json)!["layout"]!["height"]!));
        Assert.That(await exporter.SvgAsync(json), Does.StartWith("<svg").And.Contains($"width=\"{PlotlyJson.PageWidth}\""));
    }
}
