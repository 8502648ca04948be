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
        var command = new Command("doctor", "What this machine offers and what is missing.");
        command.SetAction(_ =>
        {
            var bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
            Console.WriteLine($"library    {LibraryVersion.Text}");
            Console.WriteLine($"runtime    {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
            Console.WriteLine($"processor  {Environment.ProcessorCount} cores, vectors of {bits} bits");
            Console.WriteLine(OptionalPackages.Edition == "core"
                ? "packages   core: no TorchSharp, Plotly.NET, Deedle, .NET Interactive; environment/choose-packages.sh tries them"
                : $"packages   {OptionalPackages.Edition}: TorchSharp, Plotly.NET, Deedle, .NET Interactive");
            Console.WriteLine(PngExporter.IsAvailable ? "pictures   by Chromium" : "pictures   none: no Chromium on the search path; environment/install-figure-tools.sh installs it");
            Console.WriteLine(DigitsTask.IsInstalled ? "digits     installed" : "digits     none, so the task 'digits' cannot run; environment/install-digits.sh installs them");
            Console.WriteLine("engine     embedded, on the cpu");
            foreach (var source in EngineSources.All)
            {
                foreach (var device in source.Devices)
                    Console.WriteLine($"engine     {source.Name}, {(source.Missing(device) is { } missing ? $"not on {device}: {missing}" : $"on {device}")}");
            }
            return CommandLine.Success;
        });
        return command;
    }
}
