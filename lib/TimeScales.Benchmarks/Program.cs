using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TimeScales.Benchmarks;

// 'runs' measures whole runs in CPU seconds; 'parity cuda' compares the engines, 'engines cuda paper 20' measures them with
// 20 seeds; everything else goes to BenchmarkDotNet, e.g. --filter '*Kernel*'.
if (args is ["runs", ..])
{
    RunCosts.Print(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 3);
    return 0;
}
if (args is ["parity", ..])
    return EngineTimes.Compare(args.ElementAtOrDefault(1) ?? "cuda");
if (args is ["engines", ..])
{
    int? seeds = args.Length > 3 ? int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture) : null;
    return EngineTimes.Print(args.ElementAtOrDefault(1) ?? "cuda", args.ElementAtOrDefault(2) ?? "paper", seeds);
}
var config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddColumn(new GigaflopsColumn());
BenchmarkSwitcher.FromAssembly(typeof(RunCosts).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
return 0;
