using System.CommandLine;
using TimeScales.Experiments.All;
using TimeScales.Experiments;

namespace TimeScales.Cli;

/// <summary><c>reproduce merge</c>: folders of results into one.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("FOLDER")
        {
            Description = "Folders that 'reproduce run --out' wrote",
            Arity = ArgumentArity.OneOrMore,
        };
        var target = new Option<string>("--out")
        {
            Description = "The folder that receives the results; it may have some already",
            DefaultValueFactory = _ => "results",
        };
        var command = new Command("merge", "Copy folders of results, such as shards, into one, after checking every file; "
            + "what is damaged or differs is named, and then nothing is copied.")
        {
            folders, target,
        };
        command.SetAction(parsed =>
        {
            var (copied, there) = ResultMerge.Merge(parsed.GetValue(folders)!, parsed.GetValue(target)!, Problem);
            var results = Numerals.Count(copied, "result");
            Console.WriteLine($"{results} copied into {parsed.GetValue(target)}, {there} already there.");
            return CommandLine.Success;
        });
        return command;
    }

    /// <summary>A result's experiment is the first folder of its name.</summary>
    private static string? Problem(ResultStore store, string path)
    {
        var experiment = Path.GetRelativePath(store.Folder, path).Split(Path.DirectorySeparatorChar)[0];
        return AllExperiments.List.FirstOrDefault(e => e.Name == experiment) is { } known ? known.Problem(store, path)
            : "is not in the folder of an experiment; name the folder that has one of: "
                + string.Join(", ", AllExperiments.List.Select(e => e.Name));
    }
}
