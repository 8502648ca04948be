using TimeScales.Anisotropy;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The tables that end <c>reproduce run anisotropy</c>: medians and quartiles over seeds at the last checkpoint.</summary>
internal static class AnisotropyReport
{
    private static readonly int[] ShownLags = [1, 12, 40];

    public static void Print(IReadOnlyList<RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>> results)
    {
        foreach (var group in results.GroupBy(r => (Protocol: r.Config.Protocol.Name, r.Config.Task)))
        {
            Console.WriteLine($"{group.Key.Task}, {group.Key.Protocol} protocol: AI = σ_1/σ_10 and CE of products at lag h and of gradients; median [quartiles] over seeds");
            Console.WriteLine($"{"model",-14}{"seeds",6}{"updates",9}  {"test loss/variance",-24}" + string.Concat(ShownLags.Select(h => $"{"AI, h = " + h,-26}")) + $"{"CE, h = 40",-28}{"gradient AI",-26}{"gradient CE"}");
            foreach (var cell in group.GroupBy(r => r.Config.Cell))
                PrintModel(cell.Key, [.. cell.Where(r => r.DivergedAtIteration is null).Select(r => r.Checkpoints[^1])]);
            Console.WriteLine();
        }
    }

    private static void PrintModel(string cell, AnisotropyCheckpoint[] last)
    {
        if (last.Length == 0)
            return;
        double[] Of(Func<AnisotropyCheckpoint, double> value) => Array.ConvertAll(last, c => value(c));
        var model = AnisotropyModel.All.First(m => m.Cell == cell);
        Console.Write($"{cell + "+" + model.Optimizer,-14}{last.Length,6}{last[0].Iteration,9}  {SeedSummary.Text(Of(c => c.TestLoss / c.TargetVariance), "0.00"),-24}");
        foreach (var lag in ShownLags)
            Console.Write($"{SeedSummary.Text(Of(c => AtLag(c, c.JacobianAnisotropy, lag)), "0.##e0"),-26}");
        Console.Write($"{SeedSummary.Text(Of(c => AtLag(c, c.JacobianConcentration, 40)), "0.0000"),-28}");
        Console.WriteLine($"{SeedSummary.Text(Of(c => c.GradientAnisotropy), "0.##e0"),-26}{SeedSummary.Text(Of(c => c.GradientConcentration), "0.0000")}");
    }

    private static double AtLag(AnisotropyCheckpoint checkpoint, IReadOnlyList<double> values, int lag)
    {
        var index = checkpoint.Lags.ToList().IndexOf(lag);
        return index < 0 ? double.NaN : values[index];
    }
}
