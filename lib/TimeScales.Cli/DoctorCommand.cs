using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TimeScales.Engines;
using TimeScales.Experiments;

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
            Console.WriteLine("engine     embedded, on the cpu");
            if (EngineSources.All.Count == 0)
                Console.WriteLine("engine     torch is not in this build; TIMESCALES_PACKAGES=full or cuda brings it");
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
