using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using TimeScales.Cli;
using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

/// <summary>What stands on the screen: drawing only where a terminal wants it, 80 columns, JSON, and help.</summary>
[NonParallelizable]
internal sealed class ScreenTests
{
    private const int Width = 80;
    private static readonly string[] Drawing = ["\e[K", "█", "\e[1m"];

    /// <summary>script(1) of Linux gives the program a terminal.</summary>
    [TestCase("xterm-256color", "", true)]
    [TestCase("xterm-256color", "1", false)]
    [TestCase("dumb", "", false)]
    public void Progress_is_drawn_on_a_terminal_unless_it_is_dumb_or_no_colour_is_wanted(string term, string noColor, bool draws)
    {
        using var folder = new TemporaryFolder();
        var command = $"dotnet '{Notebooks.Cli.ProgramPath}' run effective-rates --preset smoke --seeds 1..6 --out '{folder.Path}'";
        var start = new ProcessStartInfo("script", ["-qec", command, "/dev/null"]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        (start.Environment["TERM"], start.Environment["NO_COLOR"]) = (term, noColor);
        string screen;
        try
        {
            using var process = Process.Start(start)!;
            screen = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, screen);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("script is not installed.");
            return;
        }

        foreach (var sign in Drawing)
            Assert.That(screen.Contains(sign, StringComparison.Ordinal), Is.EqualTo(draws), $"{sign} in {screen}");
        Assert.That(screen, Does.Contain("72 runs").And.Contain("72 results in"));
    }

    [Test]
    public void A_pipe_gets_plain_lines_of_at_most_80_columns()
    {
        using var folder = new TemporaryFolder();

        var result = Notebooks.Cli.Run("run", "all", "--preset", "smoke", "--out", folder.Path);

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Output + result.Error, Does.Not.Contain("\e").And.Not.Contain("\r"));
        Assert.That(WidestWithoutPaths(result.Output, folder.Path), Is.AtMost(Width));
        Assert.That(result.Output, Does.Contain("Next:").And.Not.Contain("NaN"));
    }

    private static IEnumerable<string> HelpOnEveryCommand
    {
        get
        {
            static IEnumerable<string> Below(Command command, string path) =>
                command.Subcommands.Where(below => !below.Hidden).SelectMany(below => Below(below, $"{path} {below.Name}")).Prepend(path);
            return Below(CommandLine.CreateRoot(), "help");
        }
    }

    [TestCaseSource(nameof(HelpOnEveryCommand))]
    [TestCase("")]
    [TestCase("list")]
    [TestCase("doctor")]
    [TestCase("status")]
    [TestCase("plan")]
    [TestCase("plan interventions --preset paper")]
    public void Help_and_tables_fit_80_columns(string command)
    {
        var (code, output, error) = Reproduce.Run(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That(code, Is.Zero, error);
        // A path has no place to be broken at.
        var lines = output.Split('\n').Where(line => line.Split(' ').All(word => word.Length < Width - 20));
        Assert.That(lines.Select(line => line.TrimEnd().Length), Is.All.AtMost(Width));
        Assert.That(output, Is.Not.Empty);
    }

    [Test]
    public void Help_says_the_same_before_a_command_and_behind_it()
    {
        Assert.That(Reproduce.Run("help", "run", "learned"), Is.EqualTo(Reproduce.Run("run", "learned", "--help")));
        Assert.That(Reproduce.Run("help", "walk").Error, Does.Contain("'walk'"));
    }

    [TestCase("list")]
    [TestCase("doctor")]
    [TestCase("status")]
    [TestCase("plan law --preset smoke")]
    [TestCase("run all --preset smoke")]
    [TestCase("run analogies --preset smoke --cell multi-sgd")]
    [TestCase("run learned --preset smoke --cell plain")]
    [TestCase("run audit --preset smoke")]
    public void Json_is_one_object_and_nothing_else(string command)
    {
        using var folder = new TemporaryFolder();

        var (code, output, error) = Reproduce.Run([.. command.Split(' '), "--json", .. command.StartsWith("run", StringComparison.Ordinal) ? ["--out", folder.Path] : Array.Empty<string>()]);

        Assert.That(code, Is.Zero, error);
        Assert.That(JsonNode.Parse(output)!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { "tables", "sentences" }));
    }

    [Test]
    public void One_is_not_counted_as_many()
    {
        using var folder = new TemporaryFolder();

        var (_, output, error) = Reproduce.Run("run", "expansion", "--preset", "smoke", "--cell", "multi", "--out", folder.Path);

        Assert.That(error, Does.Contain("1 run to compute"));
        Assert.That(output, Does.Contain("1 result in"));
    }

    private static int WidestWithoutPaths(string text, string folder) => text.Split('\n').Where(line => !line.Contains(folder, StringComparison.Ordinal)).Max(line => line.TrimEnd().Length);
}
