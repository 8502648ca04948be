using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using NUnit.Framework;

namespace TimeScales.Tests.Notebooks;

/// <remarks>Every test starts processes and mostly waits for them.</remarks>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class RunnerTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Open() => folder = new TemporaryFolder();

    [TearDown]
    public void Close() => folder.Dispose();

    private string Executed(string name = "sample.ipynb") => Path.Combine(folder.Path, "out", name);

    private XElement Report => XDocument.Load(Path.Combine(folder.Path, "out", "junit.xml")).Root!;

    private string[] Arguments(params string[] arguments) =>
        ["notebooks", "run", "--out", Path.Combine(folder.Path, "out"), .. arguments];

    private Cli.Result Run(params string[] arguments) => Cli.Run(Arguments(arguments));

    [Test]
    public void A_notebook_is_run_in_its_folder_and_written_elsewhere()
    {
        var path = NotebookFile.Create(
            "var shown = display(1);",
            "shown.Update(2); Console.WriteLine(\"a\"); Console.WriteLine(\"b\");",
            "Environment.CurrentDirectory").Save(folder);
        var before = File.ReadAllText(path);

        var result = Run(path);

        Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
        Assert.That(new[] { 0, 1, 2 }.Select(cell => NotebookFile.Outputs(Executed(), cell)),
            Is.EqualTo(new[] { "2", "a\nb\n", folder.Path }));
        Assert.That(File.ReadAllText(path), Is.EqualTo(before));
        Assert.That((int?)JsonNode.Parse(File.ReadAllText(Executed()))!["cells"]![2]!["execution_count"], Is.EqualTo(3));
    }

    [Test]
    public void A_second_run_writes_the_same_bytes()
    {
        var path = NotebookFile.Create("display(1); Console.Write(2); 3").Save(folder);
        Run(path);
        var first = File.ReadAllBytes(Executed());
        Run(path);

        Assert.That(File.ReadAllBytes(Executed()), Is.EqualTo(first));
    }

    [Test]
    public void A_failing_cell_stops_the_run_and_is_shown()
    {
        var first = NotebookFile.Create("1", "int x = 1;\nx = y;", "3").Save(folder, "a.ipynb");
        var second = NotebookFile.Create("4").Save(folder, "b.ipynb");

        var result = Run(first, second);

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output,
            Does.Contain("a.ipynb, cell 2").And.Contains("    x = y;").And.Contains("line 2, column 5: CS0103"));
        Assert.That(NotebookFile.Outputs(Executed("a.ipynb"), 1), Does.Contain("CS0103"));
        Assert.That(NotebookFile.Outputs(Executed("a.ipynb"), 2), Is.Empty);
        Assert.That(Report.Descendants("testcase").Select(test => test.Elements().FirstOrDefault()?.Name.LocalName),
            Is.EqualTo(new[] { null, "failure", "skipped", "skipped" }));
    }

    /// <summary>A notebook that needs what no build has is reported, and neither fails the run nor stops it.</summary>
    [Test]
    public void A_notebook_whose_packages_are_off_is_skipped_and_said_so()
    {
        var json = NotebookFile.Create("nonsense");
        json["metadata"]!["timescales"] = new JsonObject { ["packages"] = new JsonArray("moonshine") };
        var skipped = json.Save(folder, "a.ipynb");
        var run = NotebookFile.Create("1 + 1").Save(folder, "b.ipynb");

        var result = Run(skipped, run);

        Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
        Assert.That(result.Output,
            Does.Contain("skipped").And.Contain("moonshine").And.Contain("1 notebook done, 0 failed, 1 not run"));
        Assert.That(File.Exists(Executed("a.ipynb")), Is.False);
        Assert.That(NotebookFile.Outputs(Executed("b.ipynb"), 0), Is.EqualTo("2"));
        Assert.That(Report.Descendants("skipped").Count(), Is.EqualTo(1));
    }

    [Test]
    public void Tags_let_a_cell_fail_or_be_left_out()
    {
        var path = NotebookFile.Create("throw new Exception(\"meant\");", "nonsense", "1 + 1").Tag(0, "raises-exception")
            .Tag(1, "skip-execution").Save(folder);

        Assert.That(Run(path).ExitCode, Is.Zero);
        Assert.That(new[] { 0, 1, 2 }.Select(cell => NotebookFile.Outputs(Executed(), cell)),
            Is.EqualTo(new[] { "meant", "", "2" }));
    }

    /// <summary>Never compiled as C#.</summary>
    [Test]
    public void A_cell_of_another_language_is_skipped_with_a_notice()
    {
        var json = NotebookFile.Create("let x = 1", "# Title", "1 + 1");
        json["cells"]![0]!["metadata"]!["dotnet_interactive"] = new JsonObject { ["language"] = "fsharp" };
        json["cells"]![1]!["metadata"]!["polyglot_notebook"] = new JsonObject { ["kernelName"] = "markdown" };

        Assert.That(Run(json.Save(folder)).ExitCode, Is.Zero);
        Assert.That(new[] { 0, 1, 2 }.Select(cell => NotebookFile.Outputs(Executed(), cell)),
            Is.EqualTo(new[] { "This cell is in fsharp, which is not run here: it was skipped.\n", "# Title", "2" }));
    }

    [Test]
    public void Cells_see_the_users_cultures()
    {
        var path = NotebookFile.Create("string.Join(' ', new[] { \"banana\", \"Cherry\", \"apple\" }.Order())",
            "new System.Globalization.CultureInfo(\"de-DE\").NumberFormat.NumberDecimalSeparator",
            "System.Globalization.CultureInfo.CurrentCulture.Name", "0.5", "$\"{0.5}\"").Save(folder);

        var result = Cli.Finish(Cli.Start(Arguments(path), ("LC_ALL", "de_DE.UTF-8")));

        Assert.That(result.ExitCode, Is.Zero, result.Output);
        Assert.That(new[] { 0, 1, 2, 3, 4 }.Select(cell => NotebookFile.Outputs(Executed(), cell)),
            Is.EqualTo(new[] { "apple banana Cherry", ",", "de-DE", "0.5", "0,5" }));
    }

    [TestCase("Environment.Exit(0);", "exit code 0")]
    [TestCase("int F(int x) => F(x + 1) + 1; F(0)", "overflowed the stack")]
    [TestCase("Environment.FailFast(\"gone\");", "gone")]
    public void A_cell_that_ends_its_process_is_a_failure(string code, string reason)
    {
        // A tag that allows exceptions must not cover for this.
        var result = Run(NotebookFile.Create(code, "1").Tag(0, "raises-exception").Save(folder));

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain("ended the process").And.Contains(reason));
        Assert.That(NotebookFile.Outputs(Executed(), 0), Does.Contain("ended the process"));
    }

    [TestCase("while (true) ;", "was interrupted")]
    [TestCase(
        "Enumerable.Repeat(\"x\", int.MaxValue).Sum(x => (long)Enumerable.Repeat(x, int.MaxValue).Count(string.IsNullOrEmpty))",
        "did not stop when interrupted; the run was aborted")]
    public void A_cell_that_takes_too_long_is_a_failure(string code, string reason)
    {
        // The first cell loads the compiler, which takes long on a slow machine: what is interrupted must be the loop.
        var watch = Stopwatch.StartNew();
        var result = Run("--timeout", "15", NotebookFile.Create("1", code, "1").Tag(1, "raises-exception").Save(folder));

        Assert.That(result.ExitCode, Is.EqualTo(1), result.Output);
        Assert.That(result.Output, Does.Contain("took longer than 15 s").And.Contains(reason));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromMinutes(2)), "an endless cell was waited for");
    }

    [Test]
    public void The_whole_run_has_a_limit_too()
    {
        var result = Run("--total-timeout", "3", NotebookFile.Create("System.Threading.Thread.Sleep(-1);").Save(folder));

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain("was interrupted"));
    }

    [Test]
    public void Parameters_preset_and_threads_reach_the_cells()
    {
        var path = NotebookFile.Create(
            "int seeds = 1; var mode = \"quick\"; double rate = 1; string list = \"\";",
            """
            string Variable(string name) => Environment.GetEnvironmentVariable(name);
            $"{seeds} {mode} {rate} {list} {Variable("REPRODUCTION_PRESET")} {Environment.ProcessorCount} {Variable("OMP_NUM_THREADS")}"
            """)
            .Tag(0, "parameters").Save(folder);

        var result = Run("--preset", "smoke", "--threads", "12", "-p", "seeds=5", "-p", "mode=say \"hi\"", "-p", "rate=2", "-p", "list=7", path);

        Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
        Assert.That(NotebookFile.Outputs(Executed(), 2), Is.EqualTo("5 say \"hi\" 2 7 smoke 12 12"));
    }

    [TestCase("-p", "other=1", "has no parameter 'other'; it has seeds")]
    [TestCase("-p", "seeds", "'seeds' is not a parameter: write name=value")]
    [TestCase("--timeout", "0", "--timeout must be a positive number up to 1000000, not '0'")]
    [TestCase("--total-timeout", "1e300", "--total-timeout must be a positive number up to 1000000, not '1e300'")]
    [TestCase("--threads", "many", "--threads must be a positive number up to 1000000, not 'many'")]
    [TestCase("--preset", "huge", "'quick'")]
    public void Bad_usage_is_refused(string option, string value, string sentence)
    {
        var result = Run(option, value, NotebookFile.Create("var seeds = 1;").Tag(0, "parameters").Save(folder));

        Assert.That(result.ExitCode, Is.EqualTo(2), result.Output);
        Assert.That(result.Error + result.Output, Does.Contain(sentence));
        Assert.That(File.Exists(Executed()), Is.False);
    }

    private static IEnumerable<TestCaseData> MalformedNotebooks()
    {
        TestCaseData Case(string name, string content, string reason) =>
            new TestCaseData(content, reason).SetArgDisplayNames(name);

        var python = NotebookFile.Create("1");
        python["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["language"] = "python" } };
        var unnamed = NotebookFile.Create("1");
        unnamed["metadata"] = new JsonObject();
        var old = NotebookFile.Create("1");
        old["nbformat"] = 3;
        var sourceless = NotebookFile.Create("1");
        sourceless["cells"]![0]!.AsObject().Remove("source");
        yield return Case("not JSON", "hello", "is not a JSON object");
        yield return Case("not an object", "[1]", "is not a JSON object");
        yield return Case("cut off", NotebookFile.Create("1").ToJsonString()[..^5], "is not a JSON object");
        yield return Case("nbformat 3", old.ToJsonString(), "has nbformat 3");
        yield return Case("no nbformat", "{}", "has nbformat (none)");
        yield return Case("no cells", NotebookFile.Create().ToJsonString(), "has no cells");
        yield return Case("no source", sourceless.ToJsonString(), "cells without a cell_type and a source");
        yield return Case("other language", python.ToJsonString(), "language 'python'");
        yield return Case("no language", unnamed.ToJsonString(), "language '(none)'");
    }

    [TestCaseSource(nameof(MalformedNotebooks))]
    public void A_malformed_notebook_is_refused_in_one_sentence_before_anything_runs(string content, string reason)
    {
        var good = NotebookFile.Create("1").Save(folder, "a.ipynb");
        var bad = folder.Write("b.ipynb", content);

        var result = Run(good, bad);

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1).And.One.Contains(reason));
        Assert.That(File.Exists(Executed("a.ipynb")), Is.False);
    }

    [Test]
    public void A_file_that_is_not_there_and_two_of_one_name_are_refused()
    {
        var first = NotebookFile.Create("1").Save(folder);
        var other = Directory.CreateDirectory(Path.Combine(folder.Path, "other")).FullName;
        File.Copy(first, Path.Combine(other, "sample.ipynb"));

        var missing = Run(folder.Path + "/none.ipynb");
        var twins = Run(first, other);

        Assert.That((missing.ExitCode, twins.ExitCode), Is.EqualTo((2, 2)));
        Assert.That(missing.Error, Does.StartWith("There is no notebook or folder"));
        Assert.That(twins.Error, Does.Contain("would both be written"));
    }

    [Test]
    public void An_interrupted_run_says_so()
    {
        Cli.RequireInterrupts();
        var path = NotebookFile.Create("System.IO.File.WriteAllText(\"started\", \"\"); System.Threading.Thread.Sleep(-1);")
            .Save(folder);
        using var run = Cli.Start(Arguments(path));
        while (!File.Exists(Path.Combine(folder.Path, "started")) && !run.HasExited)
            Thread.Sleep(20);
        Cli.Interrupt(run);

        Assert.That(Cli.Finish(run), Is.EqualTo(new Cli.Result(130, "", "Interrupted.\n")));
    }

    [Test]
    public void A_package_is_resolved_through_the_SDK()
    {
        var path = NotebookFile.Create(
            "#r \"nuget: MathNet.Numerics, 5.0.0\"\nMathNet.Numerics.Combinatorics.Combinations(5, 2)",
            "#r \"nuget: There.Is.No.Such.Package, 1.0.0\"").Save(folder);

        var result = Cli.Finish(Cli.Start(Arguments(path), ("XDG_DATA_HOME", folder.Path)));

        Assert.That(NotebookFile.Outputs(Executed(), 0), Is.EqualTo("10"), result.Output);
        Assert.That(NotebookFile.Outputs(Executed(), 1),
            Does.Contain("There.Is.No.Such.Package 1.0.0").And.Contains("cannot be restored"));
    }

    [Test]
    public void Memory_grows_so_slowly_that_a_thousand_cells_stay_within_a_gigabyte()
    {
        IEnumerable<string> Cells(int first, int count) =>
            Enumerable.Range(first, count)
                .Select(i => $"var x{i} = {i}; int F{i}(int v) => v + x{i}; total += F{i}(0); Console.WriteLine(total);");
        const string Peak = "System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64";
        // The first hundred cells load the compiler; what each later one adds, seven hundred more would add as well.
        var path = NotebookFile.Create(
            ["var total = 0;", .. Cells(0, 98), $"var early = {Peak};", .. Cells(98, 199),
                $"var late = {Peak}; $\"{{total}} {{late + 700 * (late - early) / 200 < 1L << 30}}\""]).Save(folder);

        Assert.That(Run(path).ExitCode, Is.Zero);
        Assert.That(NotebookFile.Outputs(Executed(), 299), Is.EqualTo($"{297 * 296 / 2} True"));
    }
}
