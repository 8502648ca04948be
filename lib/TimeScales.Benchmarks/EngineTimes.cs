using System.Collections.Concurrent;
using System.Diagnostics;
using TimeScales.Anisotropy;
using TimeScales.EffectiveRates;
using TimeScales.Engines;
using TimeScales.Experiments;

namespace TimeScales.Benchmarks;

/// <summary>Seconds of a preset's runs on the embedded engine and on another, both with all cores: on the clock and of the processor.</summary>
internal static class EngineTimes
{
    /// <summary>Measures every other engine of this build on a device: cpu or cuda.</summary>
    public static int Print(string device, string preset)
    {
        var code = 1;
        if (EngineSources.All.Count == 0)
            Console.WriteLine($"There is no engine to compare with: {EngineSources.Absence}.");
        foreach (var source in EngineSources.All)
        {
            if (source.Missing(device) is { } missing)
            {
                Console.WriteLine($"{source.Name} on {device} was not measured: {missing}.");
                continue;
            }
            var engine = source.Create(device, Environment.ProcessorCount);
            Console.WriteLine($"seconds, preset {preset}, {Environment.ProcessorCount} cores, {source.Name} on {device}");
            Console.WriteLine($"{"",-18}{"",6}{"clock",20}{"",8}{"processor",20}");
            Console.WriteLine($"{"experiment",-18}{"runs",6}{"embedded",10}{source.Name,10}{"ratio",8}{"embedded",10}{source.Name,10}{"ratio",8}");
            Print("effective-rates", EffectiveRatesPlan.ByName(preset).Runs(), EffectiveRatesExperiment.Run, engine, runs => engine.Run(runs));
            Print("anisotropy", AnisotropyPlan.ByName(preset).Runs(), AnisotropyExperiment.Run, engine, runs => engine.Run(runs));
            code = 0;
        }
        return code;
    }

    private static void Print<TConfiguration, TCheckpoint>(
        string experiment,
        IReadOnlyList<TConfiguration> runs,
        Func<TConfiguration, RunContext?, RunResult<TConfiguration, TCheckpoint>> embedded,
        IEngine engine,
        Func<IReadOnlyList<TConfiguration>, IReadOnlyList<RunResult<TConfiguration, TCheckpoint>>> compute)
        where TConfiguration : RunConfiguration
    {
        TConfiguration[][] groups = [.. runs.GroupBy(run => run.ReplicaGroup).SelectMany(group => group.Chunk(engine.MostReplicas))];
        var onEngine = Seconds(engine.Workers, groups, group => compute(group));
        var onCores = Seconds(Environment.ProcessorCount, runs, run => embedded(run, null));
        Console.WriteLine(
            $"{experiment,-18}{runs.Count,6}{onCores.Clock,10:0.0}{onEngine.Clock,10:0.0}{onEngine.Clock / onCores.Clock,8:0.00}"
            + $"{onCores.Processor,10:0.0}{onEngine.Processor,10:0.0}{onEngine.Processor / onCores.Processor,8:0.00}");
    }

    private static (double Clock, double Processor) Seconds<T>(int threads, IReadOnlyList<T> work, Action<T> compute)
    {
        using var process = Process.GetCurrentProcess();
        var (started, used) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        Parallel.ForEach(Partitioner.Create(work.ToArray(), loadBalance: true), new ParallelOptions { MaxDegreeOfParallelism = threads }, compute);
        process.Refresh();
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, (process.TotalProcessorTime - used).TotalSeconds);
    }
}
