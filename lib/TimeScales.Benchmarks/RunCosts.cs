using System.Diagnostics;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;

namespace TimeScales.Benchmarks;

/// <summary>CPU seconds of whole runs, by the process's own clock: on a shared machine wall time says little.</summary>
internal static class RunCosts
{
    public static void Print(int seeds)
    {
        Console.WriteLine("CPU seconds of whole runs, paper preset, task adding, one thread");
        Console.WriteLine($"{"experiment",-18}{"protocol",-12}{"cell",-8}{"median",8}{"least",8}{"most",8}");
        foreach (var protocol in Protocol.All)
        {
            foreach (var cell in EffectiveRatesExperiment.Description.Cells)
            {
                var config = new EffectiveRatesConfiguration { Protocol = protocol, Task = "adding", Cell = cell, Seed = 0 };
                Print("effective-rates", protocol.Name, cell,
                    Costs(seeds, seed => EffectiveRatesExperiment.Run(config with { Seed = seed })));
            }
            var total = new double[seeds];
            foreach (var model in AnisotropyModel.All)
            {
                var config = new AnisotropyConfiguration { Protocol = protocol, Task = "adding", Cell = model.Cell, Seed = 0 };
                var costs = Costs(seeds, seed => AnisotropyExperiment.Run(config with { Seed = seed }));
                Print("anisotropy", protocol.Name, model.Cell, costs);
                total = [.. total.Zip(costs, (sum, cost) => sum + cost)];
            }
            Print("anisotropy", protocol.Name, "all", total);
        }
    }

    /// <summary>One cost per seed; a first run that is not counted compiles the code.</summary>
    private static double[] Costs(int seeds, Action<uint> run)
    {
        run(0);
        return [.. Enumerable.Range(1, seeds).Select(seed => Cost(() => run((uint)seed)))];
    }

    private static double Cost(Action run)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        run();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }

    private static void Print(string experiment, string protocol, string cell, double[] costs)
    {
        var sorted = costs.Order().ToArray();
        Console.WriteLine(
            $"{experiment,-18}{protocol,-12}{cell,-8}{sorted[sorted.Length / 2],8:0.00}{sorted[0],8:0.00}{sorted[^1],8:0.00}");
    }
}
