using TimeScales.Expansion;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary>The table that ends <c>reproduce run expansion</c>: medians and quartiles over all seeds, none dropped.</summary>
internal static class ExpansionReport
{
    public static void Print(IReadOnlyList<RunResult<ExpansionConfiguration, ExpansionMeasurement>> results)
    {
        Console.WriteLine("First-order expansion of J_T ⋯ J_1; median [quartiles] over seeds, range of the error at ε = 1");
        Console.WriteLine($"{"gate",-8}{"protocol",-12}{"seeds",6}  {"slope",-26}{"median |B|/|A|",-24}{"99 % |B|/|A|",-24}{"relative error at 1",-24}range");
        foreach (var group in results.GroupBy(r => (r.Config.Gate, Protocol: r.Config.Protocol.Name)))
        {
            var measured = group.Select(r => r.Checkpoints[0]).ToArray();
            double[] Of(Func<ExpansionMeasurement, double> value) => Array.ConvertAll(measured, m => value(m));
            var errors = Of(m => m.RelativeErrorAtOne);
            Console.WriteLine($"{group.Key.Gate,-8}{group.Key.Protocol,-12}{measured.Length,6}  {SeedSummary.Text(Of(m => m.Slope), "0.0000"),-26}{SeedSummary.Text(Of(m => m.RatioMedian), "0.000"),-24}{SeedSummary.Text(Of(m => m.RatioQuantile99), "0.00"),-24}{SeedSummary.Text(errors, "0.00"),-24}{errors.Min():0.00} … {errors.Max():0.00}");
        }
        Console.WriteLine();
    }
}
