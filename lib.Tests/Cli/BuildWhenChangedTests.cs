using System.Diagnostics;
using System.Runtime.Versioning;
using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

/// <summary>The script <c>reproduce</c> builds when something has changed, says so, and never runs what a broken build left.</summary>
/// <remarks>It runs in a copy of the tree's shape, with a program called dotnet that notes what it is asked for.</remarks>
[Platform("Unix")]
[UnsupportedOSPlatform("windows")]
internal sealed class BuildWhenChangedTests
{
    private const string Compiler = """
        #!/bin/sh
        # Builds: keeps the note and writes the program. Else: runs it.
        case "$1" in
            build)
                for last; do :; done
                [ "$last" = TimeScales.Cli ] && echo build >>"$NOTES" || echo "build $last" >>"$NOTES"
                mkdir -p "$last/bin/Release/net10.0" TimeScales.Cli/bin/Release/net10.0
                [ "$last" = TimeScales.Cli ] || { echo whole >"$last/bin/Release/net10.0/$last.dll"; exit 0; }
                echo half >TimeScales.Cli/bin/Release/net10.0/TimeScales.dll
                [ -z "${BREAKS:-}" ] || { echo "error CS1002: ; expected"; exit 1; }
                echo whole >TimeScales.Cli/bin/Release/net10.0/reproduce.dll ;;
            *) shift; echo "run $* in $(basename "$PWD")" >>"$NOTES" ;;
        esac
        """;

    private TemporaryFolder tree = null!;

    [SetUp]
    public void CopyTheShapeOfTheTree()
    {
        tree = new TemporaryFolder();
        foreach (var project in new[] { "TimeScales", "TimeScales.Experiments", "TimeScales.Report", "TimeScales.Kernel", "TimeScales.Cli", "TimeScales.Torch" })
        {
            Write($"lib/{project}/{project}.csproj", "<Project/>");
            Write($"lib/{project}/Some Folder/Code.cs", "class Code;");
        }
        Write("Directory.Build.props", "<Project/>");
        Write("Directory.Packages.props", "<Project/>");
        Write("global.json", "{}");
        Write("dotnet", Compiler);
        File.Copy(Repository.PathOf("reproduce"), PathOf("reproduce"));
        foreach (var program in new[] { "dotnet", "reproduce" })
            File.SetUnixFileMode(PathOf(program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.That(Call(), Is.EqualTo("build, run list in work"));
        Assert.That(Call(), Is.EqualTo("run list in work"), "nothing has changed");
    }

    [TearDown]
    public void Remove() => tree.Dispose();

    [TestCase("lib/TimeScales/Some Folder/Code.cs")]
    [TestCase("lib/TimeScales.Kernel/Some Folder/Code.cs")]
    [TestCase("lib/TimeScales.Cli/TimeScales.Cli.csproj")]
    [TestCase("Directory.Build.props")]
    [TestCase("Directory.Packages.props")]
    [TestCase("global.json")]
    [TestCase("lib/TimeScales.Report/TimeScales.Report.csproj")]
    [TestCase("lib/TimeScales/New.cs")]
    [TestCase("lib/TimeScales/new.targets")]
    public void A_source_that_is_new_changed_or_gone_is_built(string name)
    {
        var old = DateTime.UtcNow.AddYears(-1);
        Write(name, "other");
        File.SetLastWriteTimeUtc(PathOf(name), old);
        Assert.That(Call(), Is.EqualTo("build, run list in work"), "another content, written long ago");
        Assert.That(Call(), Is.EqualTo("run list in work"));

        File.Delete(PathOf(name));

        Assert.That(Call(), Is.EqualTo("build, run list in work"), "gone");
        Assert.That(Call(), Is.EqualTo("run list in work"));
    }

    [Test]
    public void The_torch_engine_is_built_where_it_is_asked_for_and_only_then()
    {
        var torch = new[] { "run", "effective-rates", "--engine", "torch" };
        Assert.That(Call(torch), Is.EqualTo("build, build TimeScales.Torch, run run effective-rates --engine torch in work"));
        Assert.That(Call(torch), Is.EqualTo("run run effective-rates --engine torch in work"));

        Write("lib/TimeScales.Torch/New.cs", "");

        Assert.That(Call(torch), Does.StartWith("build, build TimeScales.Torch"));
        File.SetLastWriteTimeUtc(PathOf("lib/TimeScales.Cli/bin/Release/net10.0/reproduce.dll"), DateTime.UtcNow.AddDays(-1));
        File.SetLastWriteTimeUtc(PathOf("lib/TimeScales.Cli/bin/Release/net10.0/TimeScales.dll"), DateTime.UtcNow.AddDays(-1));
        Assert.That(Call(), Is.EqualTo("run list in work"), "the torch engine's sources are none of it");
    }

    [Test]
    public void Another_choice_of_packages_is_built()
    {
        Assert.That(Call(("TIMESCALES_PACKAGES", "full")), Is.EqualTo("build, run list in work"));
        Assert.That(Call(), Is.EqualTo("build, run list in work"));
    }

    [TestCase("TimeScales.dll")]
    [TestCase("reproduce.dll")]
    public void An_output_that_is_gone_or_that_another_build_wrote_is_built(string name)
    {
        var path = PathOf($"lib/TimeScales.Cli/bin/Release/net10.0/{name}");
        File.Delete(path);
        Assert.That(Call(), Is.EqualTo("build, run list in work"), "gone");

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(2));

        Assert.That(Call(), Is.EqualTo("build, run list in work"), "written since");
    }

    [Test]
    public void What_a_broken_build_left_is_not_run_and_built_again()
    {
        Write("lib/TimeScales/Some Folder/Code.cs", "class Broken");

        var (code, _, error) = Start(("BREAKS", "yes"));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("Building").And.Contain("CS1002"));
        Assert.That(Notes(), Is.EqualTo("build"));
        Write("lib/TimeScales/Some Folder/Code.cs", "class Code;");
        Assert.That(Call(), Is.EqualTo("build, run list in work"), "the source of the last good build, but half-written outputs");
    }

    [Test]
    public void It_says_that_it_builds_and_else_says_nothing()
    {
        Assert.That(Start().Error, Is.Empty);
        Write("lib/TimeScales/New.cs", "");
        Assert.That(Start().Error, Does.StartWith("Building").And.EndsWith("…\n"));
    }

    private string PathOf(string name) => Path.Combine(tree.Path, name);

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), content);
    }

    /// <summary>What a call made dotnet do.</summary>
    private string Call(params (string Name, string Value)[] environment) => Call(["list"], environment);

    private string Call(string[] arguments, params (string Name, string Value)[] environment)
    {
        var (code, _, error) = Start(arguments, environment);
        Assert.That(code, Is.Zero, error);
        return Notes();
    }

    private string Notes()
    {
        var notes = string.Join(", ", File.ReadAllLines(PathOf("notes")));
        File.Delete(PathOf("notes"));
        return notes;
    }

    private (int Code, string Output, string Error) Start(params (string Name, string Value)[] environment) => Start(["list"], environment);

    private (int Code, string Output, string Error) Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        Directory.CreateDirectory(PathOf("work"));
        var start = new ProcessStartInfo(PathOf("reproduce"), arguments) { WorkingDirectory = PathOf("work"), RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{tree.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["NOTES"] = PathOf("notes");
        start.Environment.Remove("TIMESCALES_PACKAGES");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
