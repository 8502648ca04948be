using System.Diagnostics;
using TimeScales.Anisotropy;
using TimeScales.EffectiveRates;
using TimeScales.Engines;
using TimeScales.Experiments;

namespace TimeScales.Benchmarks;

/// <summary>Wall seconds of a preset's runs on the embedded engine, with all cores, and on another engine, with their ratio.</summary>
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
            Console.WriteLine($"wall seconds, preset {preset}, {Environment.ProcessorCount} cores, {source.Name} on {device}");
            Console.WriteLine($"{"experiment",-18}{"runs",6}{"embedded",10}{source.Name,10}{"ratio",8}");
            Print("effective-rates", EffectiveRatesPlan.ByName(preset).Runs(), EffectiveRatesExperiment.Run, runs => engine.Run(runs), engine.MostReplicas);
            Print("anisotropy", AnisotropyPlan.ByName(preset).Runs(), AnisotropyExperiment.Run, runs => engine.Run(runs), engine.MostReplicas);
            code = 0;
        }
        return code;
    }

    private static void Print<TConfiguration, TCheckpoint>(
        string experiment,
        IReadOnlyList<TConfiguration> runs,
        Func<TConfiguration, RunContext?, RunResult<TConfiguration, TCheckpoint>> embedded,
        Func<IReadOnlyList<TConfiguration>, IReadOnlyList<RunResult<TConfiguration, TCheckpoint>>> engine,
        int mostReplicas)
        where TConfiguration : RunConfiguration
    {
        var onEngine = Seconds(() =>
        {
            foreach (var replicas in runs.GroupBy(run => run.ReplicaGroup).SelectMany(group => group.Chunk(mostReplicas)))
                engine(replicas);
        });
        var onCores = Seconds(() => Parallel.ForEach(runs, run => embedded(run, null)));
        Console.WriteLine($"{experiment,-18}{runs.Count,6}{onCores,10:0.0}{onEngine,10:0.0}{onCores / onEngine,8:0.00}");
    }

    private static double Seconds(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
