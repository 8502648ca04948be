using System.CommandLine;
using TimeScales.Analogies;
using TimeScales.Anisotropy;
using TimeScales.EffectiveRates;
using TimeScales.Expansion;
using TimeScales.Experiments;
using TimeScales.Learned;

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
            Console.WriteLine($"presets          {string.Join(", ", EffectiveRatesPlan.Presets.Select(p => p.Name))}");
            Console.WriteLine("effective-rates  Sec. VII-A");
            Console.WriteLine($"  tasks          {string.Join(", ", EffectiveRatesConfiguration.Tasks.Select(t => t.Name))}");
            Console.WriteLine($"  cells          {string.Join(", ", EffectiveRatesConfiguration.Cells)}");
            Console.WriteLine("anisotropy       Sec. VII-B");
            Console.WriteLine($"  tasks          {string.Join(", ", AnisotropyConfiguration.Tasks.Select(t => t.Name))}");
            Console.WriteLine($"  cells          {string.Join(", ", AnisotropyModel.All.Select(m => $"{m.Cell} (with {m.Optimizer})"))}");
            Console.WriteLine("expansion        Appendix B");
            Console.WriteLine($"  cells (gates)  {string.Join(", ", ExpansionConfiguration.Gates)}");
            Console.WriteLine("analogies        Sec. VI");
            Console.WriteLine($"  tasks          {string.Join(", ", AnalogiesConfiguration.Tasks.Select(t => t.Name))}");
            Console.WriteLine($"  cells          {string.Join(", ", AnalogiesModel.All.Select(m => m.Name))}");
            Console.WriteLine("learned          beyond the paper: networks that learn their task");
            Console.WriteLine($"  tasks          {string.Join(", ", LearnedTask.All.Select(t => t.Task.Name))}");
            Console.WriteLine($"  cells          {string.Join(", ", LearnedModel.All.Select(m => $"{m.Cell} ({m.Start})"))}");
            return CommandLine.Success;
        });
        return command;
    }
}
