using System.CommandLine;
using TimeScales.EffectiveRates;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary><c>reproduce list</c>: every name that a command accepts.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Experiments, tasks, cells, protocols and presets.");
        command.SetAction(_ =>
        {
            Console.WriteLine($"protocols        {string.Join(", ", Protocol.All.Select(p => p.Name))}");
            Console.WriteLine($"presets          {string.Join(", ", EffectiveRatesPlan.Presets.Select(p => $"{p.Name} ({p.Runs().Count} runs)"))}");
            Console.WriteLine("effective-rates  Sec. VII-A");
            Console.WriteLine($"  tasks          {string.Join(", ", EffectiveRatesConfiguration.Tasks.Select(t => t.Name))}");
            Console.WriteLine($"  cells          {string.Join(", ", EffectiveRatesConfiguration.Cells)}");
            return CommandLine.Success;
        });
        return command;
    }
}
