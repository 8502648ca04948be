using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NUnit.Framework;
using TimeScales.Kernel.Engine;
using TimeScales.Kernel;

namespace TimeScales.Tests.Notebooks;

/// <summary>How values look that nobody has registered a formatter for.</summary>
[NonParallelizable]
public sealed class ValueTests
{
    private const string Types = """
        record Pt(int X, double Y); record Chain(Chain Next, int I); record struct Small(int A);
        struct P { public int X; public string Name { get; set; } }
        class Node { public Node Next; public int Id; }
        class Bad { public override string ToString() => throw new InvalidOperationException("no"); }
        class BadMember
        {
            public int X => 1; public int Y => throw new Exception("y!"); public int this[int i] => i;
            public Span<int> Z => default; static int S => 1; int Hidden = 2;
        }
        class Said { public int X => 1; public override string ToString() => "said"; }
        IEnumerable<int> Forever() { int i = 0; while (true) yield return i++; }
        IEnumerable<int> Failing() { yield return 1; throw new Exception("here"); }
        """;

    private NotebookSession notebook = null!;

    [OneTimeSetUp]
    public void Open()
    {
        notebook = new NotebookSession();
        notebook.Succeed(Types);
    }

    [OneTimeTearDown]
    public void Close() => notebook.Dispose();

    [TestCase("Enumerable.Range(1, 5)", "IEnumerable<int> { 1, 2, 3, 4, 5 }")]
    [TestCase("Enumerable.Range(1, 3).Select(i => i * 0.5)", "IEnumerable<double> { 0.5, 1, 1.5 }")]
    [TestCase("from i in new[] { 1, 2, 3 } where i > 1 orderby -i select i", "IEnumerable<int> { 3, 2 }")]
    [TestCase("Forever()", "IEnumerable<int> { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … more }")]
    [TestCase("Failing()", "IEnumerable<int> { 1, (Exception: here) }")]
    [TestCase("new List<string> { \"a\\n\", null }", "List<string>(2) { \"a\\n\", null }")]
    [TestCase("new double[1_000_000]",
        "double[1000000] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, … 999980 more }")]
    [TestCase("new int[,] { { 1, 2 }, { 3, 4 } }", "int[2, 2] { { 1, 2 }, { 3, 4 } }")]
    [TestCase("new[] { new[] { 1 }, new int[0] }", "int[][2] { int[1] { 1 }, int[0] { } }")]
    [TestCase("new Pt(1, 2.5)", "Pt { X = 1, Y = 2.5 }")]
    [TestCase("new Small(3)", "Small { A = 3 }")]
    [TestCase("new { A = 1, B = \"x\" }", "new { A = 1, B = \"x\" }")]
    [TestCase("(1, \"one\", (2.5, 'c'))", "(1, \"one\", (2.5, 'c'))")]
    [TestCase("new P { X = 1, Name = \"n\" }", "P { X = 1, Name = \"n\" }")]
    [TestCase("new Dictionary<string, int> { [\"a\"] = 1 }", "Dictionary<string, int>(1) { [\"a\"] = 1 }")]
    [TestCase("new System.Collections.Hashtable { [1] = 2 }", "Hashtable(1) { [1] = 2 }")]
    [TestCase("new KeyValuePair<int, string>(1, \"a\")", "(1, \"a\")")]
    [TestCase("new BadMember()", "BadMember { X = 1, Y = (Exception: y!) }")]
    [TestCase("new Bad()", "(InvalidOperationException: no)")]
    [TestCase("new Said()", "said")]
    [TestCase("DayOfWeek.Monday", "DayOfWeek.Monday")]
    [TestCase("System.IO.FileShare.Read | System.IO.FileShare.Delete", "FileShare.Read | FileShare.Delete")]
    [TestCase("new DateTime(2020, 1, 2, 3, 4, 5)", "2020-01-02 03:04:05")]
    [TestCase("new DateTime(2020, 1, 2, 3, 4, 5, 500, DateTimeKind.Utc)", "2020-01-02 03:04:05.5Z")]
    [TestCase("new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))", "2020-01-02 03:04:05 +02:00")]
    [TestCase("new Uri(\"https://example.org/a?b=c\")", "https://example.org/a?b=c")]
    [TestCase("typeof(List<int>)", "System.Collections.Generic.List<int>")]
    [TestCase("new Func<int, int>(x => x)", "Func<int, int>")]
    [TestCase("new Func<double, double>(Math.Sqrt)", "Func<double, double> Sqrt")]
    [TestCase("Task.FromResult(5)", "Task<int> { Status = TaskStatus.RanToCompletion, Result = 5 }")]
    [TestCase("Task.Delay(100_000)", "Task { Status = TaskStatus.WaitingForActivation }")]
    [TestCase("Task.FromException(new Exception(\"x\"))", "Task { Status = TaskStatus.Faulted, Exception = Exception: x }")]
    [TestCase("new Lazy<int>(() => throw new Exception())", "Value is not created.")]
    [TestCase("async IAsyncEnumerable<int> Stream() { for (int i = 0; ; i++) { await Task.Yield(); yield return i; } } Stream()",
        "IAsyncEnumerable<int> { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … more }")]
    [TestCase(
        "async IAsyncEnumerable<int> Broken() { yield return 1; await Task.Yield(); throw new Exception(\"here\"); } Broken()",
        "IAsyncEnumerable<int> { 1, (Exception: here) }")]
    [TestCase("new[] { 1, 2, 3 }.AsMemory(1)", "Memory<int>(2) { 2, 3 }")]
    [TestCase("(ReadOnlyMemory<byte>)new byte[100]",
        "ReadOnlyMemory<byte>(100) { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, … 80 more }")]
    [TestCase("\"text\".AsMemory(1)", "ext")]
    [TestCase("class Blank { public int X => 1; public override string ToString() => \"\"; } new Blank()", "Blank { X = 1 }")]
    [TestCase("double.NaN", "double.NaN")]
    [TestCase("1.5m", "1.5")]
    [TestCase("'c'", "c")]
    [TestCase("\"two\\nlines\"", "two\nlines")]
    [TestCase("new int?[] { 1, null }", "int?[2] { 1, null }")]
    [TestCase("new object[] { true, 'c', \"s\", 1L, 0.5f }", "object[5] { true, 'c', \"s\", 1, 0.5 }")]
    [TestCase("new[] { 1, 1, 2 }.GroupBy(i => i).First()", "(1, IEnumerable<int> { 1, 1 })")]
    [TestCase("System.Text.Json.Nodes.JsonNode.Parse(\"[1]\")", "[\n  1\n]")]
    [TestCase("new System.Numerics.Complex(1, 2)", "<1; 2>")]
    [TestCase("if (true) return \"x\"; var unreached = 1;", "x")]
    [TestCase("if (false) return \"x\"; var reached = 1;", null)]
    [TestCase("foreach (var i in new[] { 1, 2 }) if (i == 2) return i;", "2")]
    [TestCase("var f = () => { return 1; };", null)]
    [TestCase("display(1)", null)]
    [TestCase("1.Display()", null)]
    public void A_value_reads_like_C(string code, string? text) => Assert.That(notebook.Value(code), Is.EqualTo(text));

    [Test]
    public void A_cycle_is_followed_once() =>
        Assert.That(notebook.Value("var n = new Node { Id = 1 }; n.Next = n; n"),
            Is.EqualTo("Node { Next = Node (the same again), Id = 1 }"));

    [TestCase("Chain c = null; for (int i = 0; i < 100_000; i++) c = new Chain(c, i); c")]
    [TestCase("object o = 1; for (int i = 0; i < 100_000; i++) o = new object[] { o }; o")]
    [TestCase("object t = 1; for (int i = 0; i < 100_000; i++) t = Tuple.Create(t); t")]
    [TestCase("object d = 1; for (int i = 0; i < 100_000; i++) d = new Dictionary<int, object> { [1] = d }; d")]
    [TestCase("object k = 1; for (int i = 0; i < 100_000; i++) k = new KeyValuePair<int, object>(1, k); k")]
    [TestCase("Exception e = null; for (int i = 0; i < 100_000; i++) e = new Exception(\"e\", e); e")]
    [TestCase(
        "class Link { public Link Next; public override string ToString() => \"x\" + Next; } Link l = null;"
        + " for (int i = 0; i < 20_000; i++) l = new Link { Next = l }; l")]
    public void Deep_nesting_is_cut(string code) => Assert.That(notebook.Value(code)!.Length, Is.InRange(1, 5000));

    [TestCase("new[] { new Pt(1, 2), new Pt(3, 4) }",
        "<thead><tr><th></th><th>X</th><th>Y</th></tr></thead><tbody>"
        + "<tr><th>0</th><td>1</td><td>2</td></tr><tr><th>1</th><td>3</td><td>4</td></tr>")]
    [TestCase("Enumerable.Range(0, 30).Select(i => new { i })",
        "<tr><th>19</th><td>19</td></tr><tr><td colspan=\"2\">… more</td></tr></tbody>")]
    [TestCase("new Dictionary<string, int> { [\"<a>\"] = 1 }",
        "<tr><th>key</th><th>value</th></tr></thead><tbody><tr><th>&lt;a&gt;</th><td>1</td></tr>")]
    [TestCase("new Dictionary<string, Pt> { [\"a\"] = new(1, 2) }",
        "<th>key</th><th>X</th><th>Y</th></tr></thead><tbody><tr><th>a</th><td>1</td><td>2</td></tr>")]
    [TestCase("new { A = 1, B = \"x\" }", "<tr><th>A</th><td>1</td></tr><tr><th>B</th><td>x</td></tr>")]
    [TestCase("new[] { new[] { 1, 2 }, new[] { 3 } }", "<tr><th>0</th><td>1</td><td>2</td></tr><tr><th>1</th><td>3</td></tr>")]
    [TestCase("var t = new System.Data.DataTable(\"T\"); t.Columns.Add(\"A\"); for (var i = 0; i < 25; i++) t.Rows.Add(i); t",
        "… 5 more rows")]
    public void Rows_and_columns_become_a_table(string code, string html)
    {
        notebook.Succeed(code);
        Assert.That((string?)Result()["text/html"], Does.Contain(html));
    }

    [TestCase("new[] { 1, 2 }")]
    [TestCase("(1, 2)")]
    [TestCase("\"<b>\"")]
    [TestCase("5")]
    public void A_value_without_rows_has_text_alone(string code)
    {
        notebook.Succeed(code);
        Assert.That(Result().Select(entry => entry.Key), Is.EqualTo(new[] { "text/plain" }));
    }

    [TestCase("new string('x', 10_000_000)")]
    [TestCase("new string('語', 1_000_000)")]
    [TestCase("Enumerable.Repeat(new string('<', 100_000), 20).Select(s => new { s, t = s, u = s }).ToList()")]
    [TestCase(
        "Enumerable.Range(0, 100).Select(i => Enumerable.Range(0, 100)"
        + ".Select(j => Enumerable.Range(0, 100).ToArray()).ToArray()).ToArray()")]
    [TestCase("Enumerable.Range(0, 20).ToDictionary(i => new string((char)('a' + i), 5000), i => new string('語', 5000))")]
    [TestCase("Encoding.UTF8")]
    [TestCase(
        "System.Globalization.CultureInfo.GetCultures(System.Globalization.CultureTypes.AllCultures)"
        + ".Select(c => new { c, c.DateTimeFormat })")]
    [TestCase("AppDomain.CurrentDomain")]
    [TestCase("System.Diagnostics.Process.GetCurrentProcess().Threads")]
    public void No_value_fills_the_notebook(string code)
    {
        notebook.Succeed(code);
        var asSent = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        Assert.That(Encoding.UTF8.GetByteCount(Result().ToJsonString(asSent)), Is.LessThan(100_000));
    }

    /// <summary>The second is an element each 0.2 s, the third a wait, the fourth a loop of the cell's, the fifth one of the
    /// framework's.</summary>
    [TestCase("IEnumerable<int> Slow() { for (int i = 0; ; i++) { System.Threading.Thread.Sleep(200); yield return i; } } Slow()",
        "{ 0, 1,")]
    [TestCase("IEnumerable<int> Stuck() { System.Threading.Thread.Sleep(-1); yield break; } Stuck()", "Thread")]
    [TestCase("IEnumerable<int> Never() { while (true) ; yield break; } Never()", "too long")]
    [TestCase("Enumerable.Range(0, int.MaxValue).Concat(Enumerable.Range(0, int.MaxValue)).Where(x => x < 0)",
        "did not say more")]
    [TestCase("class Mute { public override string ToString() { while (true) ; } } new Mute()", "too long")]
    public void A_value_that_takes_its_time_does_not_get_the_notebooks(string code, string text)
    {
        var watch = Stopwatch.StartNew();
        Assert.That(notebook.Value(code), Does.Contain(text));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)));
        Assert.That(notebook.Value("var n = 0; for (var i = 0; i < 3; i++) n++; n"), Is.EqualTo("3"),
            "the next cell's loops run");
    }

    [Test]
    public void A_formatter_that_throws_does_not_fail_the_cell()
    {
        notebook.Succeed("Formatters.Register<Small>(\"text/html\", small => throw new Exception(\"broken\"));");
        Assert.That(notebook.Value("new Small(1)"), Is.EqualTo("Small { A = 1 }"));
        Assert.That(notebook.Outputs.OfType<StreamOutput>().Select(output => output.Text),
            Has.One.Contains("The formatter of Small failed: Exception: broken"));
    }

    [Test]
    public void A_sequence_is_walked_once() =>
        Assert.That(
            notebook.Value("var walks = 0; IEnumerable<Pt> Walk() { walks++; yield return new(1, 2); } display(Walk()); walks"),
            Is.EqualTo("1"));

    private System.Text.Json.Nodes.JsonObject Result() => notebook.Outputs.OfType<ResultOutput>().Single().Data.ToJson();
}
