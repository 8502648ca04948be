using System.Collections.Concurrent;
using System.Diagnostics;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Engines;
using TimeScales.Experiments;

namespace TimeScales.Benchmarks;

/// <summary>A preset's runs on the embedded engine and on another, both with all cores: seconds on the clock and of the
/// processor, and how far the results differ.</summary>
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
            Console.WriteLine(
                $"{"experiment",-18}{"runs",6}{"embedded",10}{source.Name,10}{"ratio",8}{"embedded",10}"
                + $"{source.Name,10}{"ratio",8}  median and largest relative difference");
            Print(EffectiveRatesExperiment.Description, preset, engine, c => [c.Slope]);
            Print(AnisotropyExperiment.Description, preset, engine, c => c.JacobianAnisotropy);
            code = 0;
        }
        return code;
    }

    private static void Print<TConfiguration, TCheckpoint>(
        Experiment<TConfiguration, TCheckpoint> experiment, string preset, IEngine engine,
        Func<TCheckpoint, IEnumerable<double>> values)
        where TConfiguration : RunConfiguration
        where TCheckpoint : class
    {
        var (runs, compute) = (experiment.Runs(experiment.Preset(preset)), engine.Computation<TConfiguration, TCheckpoint>()!);
        TConfiguration[][] groups = [.. runs.GroupBy(run => run.ReplicaGroup)
            .SelectMany(group => group.Chunk(engine.MostReplicas))];
        var results = new ConcurrentDictionary<string, RunResult<TConfiguration, TCheckpoint>>();
        var differences = new ConcurrentBag<double>();
        var onEngine = Seconds(engine.Workers, groups, group =>
        {
            foreach (var result in compute(group, null))
                results[result.Config.Identity] = result;
        });
        var onCores = Seconds(Environment.ProcessorCount, runs, run =>
        {
            var pairs = experiment.Run(run, null).Checkpoints.SelectMany(values)
                .Zip(results[run.Identity].Checkpoints.SelectMany(values));
            foreach (var (expected, actual) in pairs)
                differences.Add(Math.Abs(actual - expected) / Math.Abs(expected));
        });
        Console.WriteLine(
            $"{experiment.Name,-18}{runs.Count,6}{onCores.Clock,10:0.0}{onEngine.Clock,10:0.0}"
            + $"{onEngine.Clock / onCores.Clock,8:0.00}"
            + $"{onCores.Processor,10:0.0}{onEngine.Processor,10:0.0}{onEngine.Processor / onCores.Processor,8:0.00}"
            + $"  {Statistics.Median([.. differences]):0.0e+0} {differences.Max():0.0e+0}");
    }

    private static (double Clock, double Processor) Seconds<T>(int threads, IReadOnlyList<T> work, Action<T> compute)
    {
        using var process = Process.GetCurrentProcess();
        var (started, used) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        Parallel.ForEach(Partitioner.Create(work.ToArray(), loadBalance: true),
            new ParallelOptions { MaxDegreeOfParallelism = threads }, compute);
        process.Refresh();
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, (process.TotalProcessorTime - used).TotalSeconds);
    }
}
