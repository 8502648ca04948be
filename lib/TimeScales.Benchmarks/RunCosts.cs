using System.Diagnostics;
using TimeScales.EffectiveRates;
using TimeScales.Experiments;

namespace TimeScales.Benchmarks;

/// <summary>CPU seconds of whole runs, by the process's own clock: on a shared machine wall time says little.</summary>
internal static class RunCosts
{
    public static void Print(int seeds)
    {
        Console.WriteLine("Sec. VII-A, paper preset, task adding, one thread: CPU seconds per (cell, seed)");
        Console.WriteLine($"{"protocol",-12}{"cell",-8}{"median",8}{"least",8}{"most",8}");
        foreach (var protocol in Protocol.All)
        {
            foreach (var cell in EffectiveRatesConfiguration.Cells)
            {
                var config = new EffectiveRatesConfiguration { Protocol = protocol, Task = "adding", Cell = cell, Seed = 0 };
                EffectiveRatesExperiment.Run(config with { Checkpoints = [0, 50] });
                var costs = Enumerable.Range(1, seeds).Select(seed => Cost(() => EffectiveRatesExperiment.Run(config with { Seed = (uint)seed }))).Order().ToArray();
                Console.WriteLine($"{protocol.Name,-12}{cell,-8}{costs[costs.Length / 2],8:0.00}{costs[0],8:0.00}{costs[^1],8:0.00}");
            }
        }
    }

    private static double Cost(Action run)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        run();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }
}
