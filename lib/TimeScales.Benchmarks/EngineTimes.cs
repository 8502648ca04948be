using System.Collections.Concurrent;
using System.Diagnostics;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Engines;
using TimeScales.Experiments;

namespace TimeScales.Benchmarks;

/// <summary>Runs on the embedded engine and on another, both with all cores: whether they agree, and what they take.</summary>
internal static class EngineTimes
{
    /// <summary>What whole runs agree to; training in float32 amplifies rounding, so it is asked of short ones only.</summary>
    private const double Tolerance = 0.02;

    /// <summary>Compares every number of small runs of every cell; 1 where one differs by more than it may.</summary>
    public static int Compare(string device) => WithEngine(device, engine =>
        Differ(EffectiveRatesExperiment.Description, engine) | Differ(AnisotropyExperiment.Description, engine));

    /// <summary>Prints seconds on the clock and of the processor of a preset with so many seeds, and memory.</summary>
    public static int Print(string device, string preset, int? seeds) => WithEngine(device, engine =>
    {
        Console.WriteLine($"seconds, preset {preset}, {Environment.ProcessorCount} cores, {engine.Name} on {device}");
        Console.WriteLine($"{"",-18}{"",6}{"clock",20}{"",8}{"processor",20}");
        var columns = $"{"embedded",10}{engine.Name,10}{"ratio",8}";
        Console.WriteLine($"{"experiment",-18}{"runs",6}{columns}{columns}  median and largest relative difference");
        Print(EffectiveRatesExperiment.Description, preset, seeds, engine);
        Print(AnisotropyExperiment.Description, preset, seeds, engine);
        Console.WriteLine($"memory of the process at its peak: {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:0.0} GB");
        return 0;
    });

    private static int WithEngine(string device, Func<IEngine, int> act)
    {
        if (EngineSources.All.FirstOrDefault() is not { } source)
        {
            Console.WriteLine($"There is no engine to compare with: {EngineSources.Absence}.");
            return 1;
        }
        if (source.Missing(device) is { } missing)
        {
            Console.WriteLine($"{source.Name} on {device} was not measured: {missing}.");
            return 1;
        }
        Console.WriteLine($"{source.Name} on {device} with {source.Found}");
        return act(source.Create(device, Environment.ProcessorCount));
    }

    private static int Differ<TRun, TPoint>(Experiment<TRun, TPoint> experiment, IEngine engine)
        where TRun : RunConfiguration where TPoint : class
    {
        var compared = Compared(experiment, experiment.Preset("smoke") with { Cells = experiment.KnownCells }, engine);
        var largest = compared.Differences.Max();
        Console.WriteLine($"{experiment.Name}: {compared.Runs} runs of {experiment.KnownCells.Count} cells, "
            + $"{compared.Differences.Count} numbers, largest relative difference {largest:0.0e+0}, allowed {Tolerance}");
        return largest <= Tolerance ? 0 : 1;
    }

    private static void Print<TRun, TPoint>(Experiment<TRun, TPoint> experiment, string preset, int? seeds, IEngine engine)
        where TRun : RunConfiguration where TPoint : class
    {
        var plan = experiment.Preset(preset);
        if (seeds is { } count)
            plan = plan with { Seeds = [.. plan.Seeds.Take(count)] };
        var (runs, differences, cores, other) = Compared(experiment, plan, engine);
        Console.WriteLine(
            $"{experiment.Name,-18}{runs,6}{cores.Clock,10:0.0}{other.Clock,10:0.0}{other.Clock / cores.Clock,8:0.00}"
            + $"{cores.Processor,10:0.0}{other.Processor,10:0.0}{other.Processor / cores.Processor,8:0.00}"
            + $"  {Statistics.Median([.. differences]):0.0e+0} {differences.Max():0.0e+0}"
            + $"  said beforehand: {experiment.Runs(plan).Max(engine.PeakBytes) / 1e9:0.0} GB");
    }

    /// <summary>Computes a plan on both; differences are of every number that is not zero or undefined.</summary>
    private static (int Runs, IReadOnlyList<double> Differences, Cost OnCores, Cost OnEngine) Compared<TRun, TPoint>(
        Experiment<TRun, TPoint> experiment, Plan plan, IEngine engine)
        where TRun : RunConfiguration where TPoint : class
    {
        var (runs, compute) = (experiment.Runs(plan), engine.Computation<TRun, TPoint>()!);
        TRun[][] groups =
            [.. runs.GroupBy(run => run.ReplicaGroup).SelectMany(group => group.Chunk(engine.MostReplicas(group.First())))];
        var results = new ConcurrentDictionary<string, RunResult<TRun, TPoint>>();
        var differences = new ConcurrentBag<double>();
        var onEngine = Seconds(engine.Workers, groups, group =>
        {
            foreach (var result in compute(group, null))
                results[result.Config.Identity] = result;
        });
        var onCores = Seconds(Environment.ProcessorCount, runs, run =>
        {
            var pairs = experiment.Measurements(experiment.Run(run, null)).Zip(experiment.Measurements(results[run.Identity]));
            foreach (var (expected, actual) in pairs)
            {
                if (double.IsNaN(expected.Value) != double.IsNaN(actual.Value))
                    differences.Add(double.PositiveInfinity);
                else if (expected.Value != 0 && !double.IsNaN(expected.Value))
                    differences.Add(Math.Abs(actual.Value - expected.Value) / Math.Abs(expected.Value));
            }
        });
        return (runs.Count, [.. differences], onCores, onEngine);
    }

    private static Cost Seconds<T>(int threads, IReadOnlyList<T> work, Action<T> compute)
    {
        using var process = Process.GetCurrentProcess();
        var (started, used) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.ForEach(Partitioner.Create(work.ToArray(), loadBalance: true), atOnce, compute);
        process.Refresh();
        return new Cost(Stopwatch.GetElapsedTime(started).TotalSeconds, (process.TotalProcessorTime - used).TotalSeconds);
    }

    /// <summary>Seconds on the clock and of the processor.</summary>
    private readonly record struct Cost(double Clock, double Processor);
}
