using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TimeScales.Engines;
using TimeScales.Experiments;
using TimeScales.Figures;
using TimeScales.Tasks;

namespace TimeScales.Cli;

/// <summary><c>reproduce doctor</c>: what this machine offers.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = JsonOption.Create();
        var command = new Command("doctor", "What this machine offers and what is missing.") { json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed.GetValue(json));
            report.Add(new ReportTable("", Keys: 1, ["part", "what is there"], [.. Parts().Select(part => new Cell[] { part.Name, part.Text })]));
            return report.Finish();
        });
        return command;
    }

    private static IEnumerable<(string Name, string Text)> Parts()
    {
        var bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        yield return ("library", LibraryVersion.Text);
        yield return ("runtime", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return ("processor", $"{Terminal.Count(Environment.ProcessorCount, "core")}, vectors of {bits} bits");
        yield return ("packages", OptionalPackages.Edition == "core"
            ? "core: no TorchSharp, Plotly.NET, Deedle, .NET Interactive; environment/choose-packages.sh tries them"
            : $"{OptionalPackages.Edition}: TorchSharp, Plotly.NET, Deedle, .NET Interactive");
        yield return ("pictures", PngExporter.IsAvailable ? "by Chromium" : "none: no Chromium on the search path; environment/install-figure-tools.sh installs it");
        yield return ("digits", DigitsTask.IsInstalled ? "installed" : "none, so the task 'digits' cannot run; environment/install-digits.sh installs them");
        yield return ("engine", "embedded, on the cpu");
        foreach (var source in EngineSources.All)
        {
            foreach (var device in source.Devices)
                yield return ("engine", $"{source.Name}, {(source.Missing(device) is { } missing ? $"not on {device}: {missing}" : $"on {device}")}");
        }
    }
}
