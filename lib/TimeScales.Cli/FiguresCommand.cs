using System.CommandLine;
using TimeScales.Figures;
using TimeScales.Figures.Gallery;

namespace TimeScales.Cli;

/// <summary><c>reproduce figures</c>: redraws every figure from exported data.</summary>
internal static class FiguresCommand
{
    public static Command Create()
    {
        var data = new Option<string>(
            "--data") { Description = "The folder that 'reproduce export --summary' wrote, with audit.json if there is one",
            DefaultValueFactory = _ => Path.Combine("figures", "data") };
        var target = new Option<string>("--to") { Description = "The folder of the figures", DefaultValueFactory = _ =>
            "figures" };
        var withoutPng = new Option<bool>("--no-png") { Description = "Only Plotly JSON and the page" };
        var command = new Command("figures",
            "Draw every figure from exported data: Plotly JSON, PNG, and one page that shows all of them.") { data, target,
            withoutPng };
        command.SetAction(async (parsed, cancellation) =>
        {
            await FigureFolder.WriteAsync(FigureGallery.Chapters(FigureData.Read(parsed.GetValue(data)!)),
                parsed.GetValue(target)!, !parsed.GetValue(withoutPng), Console.WriteLine, cancellation);
            return CommandLine.Success;
        });
        return command;
    }
}
