using NUnit.Framework;
using TimeScales.Kernel.Engine;
using TimeScales.Kernel;

namespace TimeScales.Tests.Notebooks;

[NonParallelizable]
public sealed class EngineTests
{
    private NotebookSession notebook = null!;

    [SetUp]
    public void Open() => notebook = new NotebookSession();

    [TearDown]
    public void Close() => notebook.Dispose();

    [Test]
    public void Variables_functions_types_and_usings_reach_later_cells()
    {
        notebook.Succeed("using System.Globalization; var x = 20; int Twice(int v) => 2 * v; record Point(int X);");
        notebook.Succeed("x++;");

        Assert.That(notebook.Value("new Point(Twice(x)).X + CultureInfo.InvariantCulture.LCID * 0"), Is.EqualTo("42"));
    }

    [TestCase("1 + 1", "2")]
    [TestCase("\"text\"", "text")]
    [TestCase("await Task.FromResult(0.5)", "0.5")]
    [TestCase("(string)null", "null")]
    [TestCase("new[] { 1, 2 }", "int[2] { 1, 2 }")]
    [TestCase("new Version(1, 2)", "1.2")]
    [TestCase("return 3;", "3")]
    [TestCase("// nothing", null)]
    [TestCase("var three = 1 + 2;", null, TestName = "A statement has no result")]
    [TestCase("Console.Write(1)", null, TestName = "A call without a value has no result")]
    public void A_trailing_expression_is_the_result(string code, string? text) =>
        Assert.That(notebook.Value(code), Is.EqualTo(text));

    [TestCase("\n#warning later\nvar x = 1;", "cell 1, line 2: warning CS1030: #warning: 'later'\n")]
    [TestCase("[Obsolete(\"old\")] void F() { }\nwhile (true) break;\nF();",
        "cell 1, line 3: warning CS0618: 'F()' is obsolete: 'old'\n")]
    [TestCase("class C { int f; string? s; event EventHandler E; }", null)]
    public void A_warning_is_told_and_does_not_fail_the_cell(string code, string? told)
    {
        notebook.Succeed(code);
        Assert.That(notebook.Outputs.OfType<StreamOutput>().SingleOrDefault(),
            Is.EqualTo(told is null ? null : new StreamOutput("stderr", told)));
    }

    [TestCase("System.Text.Encoding.GetEncoding(1252).GetString(new byte[] { 0x80 })", "€")]
    [TestCase("System.Text.Encoding.GetEncoding(\"shift-jis\").GetString(new byte[] { 0x82, 0xa0 })", "あ")]
    public void Texts_of_older_encodings_can_be_read(string code, string text) =>
        Assert.That(notebook.Value(code), Is.EqualTo(text));

    [Test]
    public void A_failing_cell_keeps_what_it_did_before()
    {
        notebook.Succeed("var x = 1;");
        notebook.Fail("x = 2; var y = 3; throw new Exception();");

        Assert.That(notebook.Value("x + y"), Is.EqualTo("5"));
    }

    [Test]
    public void A_cell_that_does_not_compile_changes_nothing()
    {
        notebook.Succeed("var x = 1;");
        notebook.Fail("x = 2; var x = \"other\"; unknown();");

        Assert.That(notebook.Value("x + 1"), Is.EqualTo("2"));
    }

    [Test]
    public void A_compile_error_names_line_and_column_as_written()
    {
        // The loop before it is guarded within the line, which must not move the column.
        var error = notebook.Fail("var a = 1;\nfor (var i = 0; i < 2; i++) a++; int b = \"text\";");

        Assert.That(error.Traceback[0], Does.StartWith("cell 1, line 2, column 42: CS0029"));
        Assert.That(error.Traceback[2].IndexOf('^'),
            Is.EqualTo(error.Traceback[1].IndexOf("\"text\"", StringComparison.Ordinal)));
    }

    [Test]
    public void An_exception_names_the_lines_of_every_cell_it_passed()
    {
        notebook.Succeed("\nint Third(int[] values)\n{\n    return values[2];\n}");
        var error = notebook.Fail("while (true) break;\n\nThird([1]);");

        Assert.That(error.Name, Is.EqualTo("System.IndexOutOfRangeException"));
        Assert.That(error.Traceback.Skip(1), Is.EqualTo(new[] { "   at Third in cell 1, line 4", "   at cell 2, line 3" }));
    }

    [Test]
    public void An_exception_after_an_await_names_its_line()
    {
        var error =
            notebook.Fail("async Task F()\n{\n    await Task.Delay(1);\n    throw new Exception(\"late\");\n}\nawait F();");

        Assert.That(error.Traceback,
            Is.EqualTo(new[] { "System.Exception: late", "   at F in cell 1, line 4", "   at cell 1, line 6" }));
    }

    [Test]
    public void The_cause_of_an_exception_is_shown() =>
        Assert.That(notebook.Fail("throw new Exception(\"outer\", new ArgumentException(\"inner\"));").Traceback,
            Has.Some.EqualTo("caused by System.ArgumentException: inner"));

    [TestCase("throw new OperationCanceledException(\"mine\");", "System.OperationCanceledException", "mine")]
    [TestCase("\nawait Task.Run(() => { throw new TaskCanceledException(\"mine\"); });",
        "System.Threading.Tasks.TaskCanceledException", "mine")]
    [TestCase("throw new AggregateException(\"mine\", new Exception(\"inner\"));", "System.AggregateException", "mine (inner)")]
    [TestCase("class Odd : Exception { public override string Message => throw new Exception(); } throw new Odd();", "Odd", "")]
    public void An_exception_arrives_as_it_was_thrown(string code, string name, string message)
    {
        var error = notebook.Fail(code);
        Assert.That((error.Name.Split('+')[^1], error.Message), Is.EqualTo((name, message)));
        Assert.That(error.Traceback, Has.Some.Contains("cell 1, line"));
    }

    [Test]
    public void A_time_out_keeps_its_explanation()
    {
        var error = notebook.Fail("""
            var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0); listener.Start();
            var client = new System.Net.Http.HttpClient { Timeout = TimeSpan.FromMilliseconds(100) };
            await client.GetAsync($"http://{listener.LocalEndpoint}/");
            """);
        Assert.That(error.Message, Does.Contain("HttpClient.Timeout of 0.1 seconds"));
        Assert.That(error.Traceback, Has.Some.Contains("cell 1, line 3"));
    }

    [Test]
    public void Outputs_arrive_in_the_order_in_which_they_were_made()
    {
        notebook.Succeed(
            "Console.Write(1); display(2); Console.Write(3); Console.Error.Write(4); clear_output(true); Console.Write(5); 6");

        Assert.That(notebook.Outputs.Select(output => output switch
        {
            StreamOutput stream => $"{stream.Stream} {stream.Text}",
            _ => output.GetType().Name,
        }), Is.EqualTo(new[] { "stdout 1", "DisplayOutput", "stdout 3", "stderr 4", "ClearOutput", "stdout 5", "ResultOutput" }));
    }

    [Test]
    public void A_display_is_updated_from_a_later_cell()
    {
        notebook.Succeed("var shown = \"one\".Display();");
        var id = notebook.Outputs.OfType<DisplayOutput>().Single().DisplayId;
        notebook.Succeed("shown.Update(\"two\");");

        var update = notebook.Outputs.OfType<DisplayOutput>().Single();
        Assert.That((update.IsUpdate, update.DisplayId, (string?)update.Data.ToJson()["text/plain"]),
            Is.EqualTo((true, id, "two")));
    }

    [Test]
    public void Text_is_shown_while_the_cell_runs()
    {
        using var seen = new ManualResetEventSlim();
        notebook.Arrived = output => seen.Set();
        var running = Task.Run(() => notebook.Run("Console.Write(\"early\"); while (true) ;"));

        Assert.That(seen.Wait(TimeSpan.FromSeconds(120)), Is.True);
        Assert.That(running.IsCompleted, Is.False);
        notebook.Interrupt();
        running.Wait();
    }

    [Test]
    public void A_library_is_loaded_with_its_dependencies_and_native_libraries()
    {
        using var folder = new TemporaryFolder();
        SampleLibrary.Build(folder.Path);

        // Only the first is referenced; the type that Create returns is the second's, the function that Pid calls is the native
        // one's.
        notebook.Succeed($"#r \"{folder.Path}/First.dll\"");

        Assert.That(notebook.Value("First.Create().Value + 1"), Is.EqualTo("42"));
        Assert.That(notebook.Value("First.Pid()"), Is.EqualTo($"{Environment.ProcessId}"));
    }

    [Test]
    public void A_library_that_is_not_there_is_named() =>
        Assert.That(notebook.Fail("#r \"nowhere.dll\"").Message, Does.Contain("'nowhere.dll' could not be found"));

    [TestCase("nuget:")]
    [TestCase("nuget: Two Words")]
    [TestCase("nuget: Name, 1.0, 2.0")]
    [TestCase("nuget: Name\\\" Include=\\\"Other, 1.0")]
    public void A_package_of_another_form_is_refused(string reference) =>
        Assert.That(notebook.Fail($"#r \"{reference}\"").Traceback, Has.Count.GreaterThan(0));

    [Test]
    public void A_file_is_loaded_and_its_errors_name_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("more.csx", "int Loaded = 41;\nvoid Break()\n{\n    throw new Exception();\n}");

        Assert.That(notebook.Value($"#load \"{path}\"\nLoaded + 1"), Is.EqualTo("42"));
        Assert.That(notebook.Fail("Break();").Traceback[1], Is.EqualTo($"   at Break in {path}, line 4"));
    }

    [Test]
    public void Completion_knows_earlier_cells()
    {
        notebook.Succeed("var numbers = new List<double>(); class Thing { public int Size; public static int Count; }");

        Assert.That(notebook.Complete("num"), Does.Contain("numbers"));
        Assert.That(notebook.Complete("numbers.Add"), Is.EqualTo(new[] { "Add", "AddRange" }));
        Assert.That(notebook.Complete("new Thing()."), Does.Contain("Size").And.Not.Contain("Count"));
        Assert.That(notebook.Complete("Thing."), Does.Contain("Count").And.Not.Contain("Size"));
        Assert.That(notebook.Complete("System.Collections.Gen"), Is.EqualTo(new[] { "Generic" }));
        Assert.That(notebook.Complete("// num"), Is.Empty);
        Assert.That(notebook.Complete("\"num"), Is.Empty);
    }

    [Test]
    public void Inspection_gives_declaration_and_documentation()
    {
        notebook.Succeed("int Twice(int value) => 2 * value;");

        Assert.That(notebook.Inspect("Twice(3)", 2), Is.EqualTo("int Twice(int value)").Or.Contains("int Twice(int value)"));
        Assert.That(notebook.Inspect("Math.Sqrt(2)", 9), Does.Contain("Math.Sqrt(double d)").And.Contains("square root"));
        Assert.That(notebook.Inspect("1 + 1", 2), Is.Null);
    }

    [TestCase("if (true) {", "incomplete")]
    [TestCase("1 + 1", "complete")]
    [TestCase("1 + ;", "invalid")]
    public void Completeness_is_judged_by_syntax(string code, string status) =>
        Assert.That(notebook.Completeness(code), Is.EqualTo(status));
}
