using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TimeScales.Benchmarks;

// 'runs' measures whole runs in CPU seconds, 'engines cuda paper' the engines against each other; everything else goes to
// BenchmarkDotNet, e.g. --filter '*Kernel*'.
if (args is ["runs", ..])
{
    RunCosts.Print(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 3);
    return 0;
}
if (args is ["engines", ..])
    return EngineTimes.Print(args.ElementAtOrDefault(1) ?? "cuda", args.ElementAtOrDefault(2) ?? "paper");
var config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddColumn(new GigaflopsColumn());
BenchmarkSwitcher.FromAssembly(typeof(RunCosts).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
return 0;
