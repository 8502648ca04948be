using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Digits;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Engines;
using TimeScales.Experiments;
using TimeScales.Figures;
using TimeScales.Kernel.Engine;

namespace TimeScales.Cli;

/// <summary><c>reproduce doctor</c>: what this machine offers.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = JsonOption.Create();
        var command = new Command("doctor", "What this machine offers and what is missing.") { CreateProbe(), json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed.GetValue(json));
            report.Add(new ReportTable("", Keys: 1, ["part", "what is there"],
                [.. Parts().Select(part => new TableCell[] { part.Name, part.Text })]));
            return report.Finish();
        });
        return command;
    }

    private static IEnumerable<(string Name, string Text)> Parts()
    {
        var bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        yield return ("library", LibraryVersion.Text);
        yield return ("runtime",
            $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.ProcessArchitecture}");
        yield return ("processor", $"{Numerals.Count(Environment.ProcessorCount, "core")}, vectors of {bits} bits");
        yield return ("pictures", PictureExporter.IsAvailable ? "by Chromium"
            : "none: no Chromium on the search path; environment/install-figure-tools.sh installs it");
        yield return ("digits", DigitsTask.IsInstalled ? "installed"
            : "none, so the task 'digits' cannot run; environment/install-digits.sh installs them");
        yield return ("engine", "embedded, on the cpu");
        if (EngineSources.Absence is { } absence)
            yield return ("engine", $"torch, not here: {absence}");
        foreach (var source in EngineSources.All)
        {
            foreach (var device in source.Devices)
                yield return ("engine", $"{source.Name}, {Found(source, device)}");
        }
    }

    /// <summary>The hidden command that computes something with an engine, in a process of its own.</summary>
    public static Command CreateProbe()
    {
        var engine = new Argument<string>("engine");
        var device = new Argument<string>("device");
        var command = new Command("probe", "Compute something with an engine.") { engine, device };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var source = EngineSources.All.First(source => source.Name == parsed.GetValue(engine));
            var compute = source.Create(parsed.GetValue(device)!, threads: 1)
                .Computation<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>()!;
            compute([new EffectiveRatesConfiguration
            {
                Protocol = Protocol.Corrected, Task = "adding", Cell = "multi", Seed = 1, Hidden = 4, Steps = 8,
                    Checkpoints = [0, 1], BatchSize = 2,
            }], null);
            return CommandLine.Success;
        });
        return command;
    }

    /// <summary>What an engine can do here; a native library of another version ends the process, so
    /// another process tries it.</summary>
    private static string Found(IEngineSource source, string device)
    {
        if (source.Missing(device) is { } missing)
            return $"not on {device}: {missing}";
        using var probe = Process.Start(new ProcessStartInfo(DotnetHost.MuxerPath,
            [typeof(DoctorCommand).Assembly.Location, "doctor", "probe", source.Name, device])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        probe.OutputDataReceived += (_, _) => { };
        probe.BeginOutputReadLine();
        var complaint = probe.StandardError.ReadToEnd().Trim().Split('\n')[^1];
        probe.WaitForExit();
        var with = source.Found is { } found ? $" with {found}" : "";
        return probe.ExitCode == 0
            ? $"on {device}{with}"
            : $"not on {device}{with}: it loads but does not compute (exit code "
                + $"{probe.ExitCode}{(complaint.Length == 0 ? "" : $", {complaint}")})";
    }
}
