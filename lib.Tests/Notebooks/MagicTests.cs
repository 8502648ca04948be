using NUnit.Framework;
using TimeScales.Kernel.Documents;
using TimeScales.Kernel.Engine;
using TimeScales.Kernel;

namespace TimeScales.Tests.Notebooks;

[NonParallelizable]
public sealed class MagicTests
{
    private NotebookSession notebook = null!;

    [SetUp]
    public void Open() => notebook = new NotebookSession();

    [TearDown]
    public void Close() => notebook.Dispose();

    [TestCase("#!nosuch", "'#!nosuch'")]
    [TestCase("\n  #!fsharp\nlet x = 1", "'#!fsharp'")]
    [TestCase("var x = 1;\n#!share --from fsharp y", "'#!share'")]
    [TestCase("#!markdown\ntext\n#!pwsh\nls", "'#!pwsh'")]
    public void An_unknown_magic_is_an_error_that_says_what_exists(string code, string name)
    {
        var error = notebook.Fail(code);
        Assert.That(error.Message, Does.StartWith(name));
        foreach (var known in CellReader.Magics.Keys)
            Assert.That(error.Message, Does.Contain(known));
    }

    [TestCase("var text = \"\"\"\n#!nosuch\n\"\"\";\ntext", "#!nosuch")]
    [TestCase("var text = @\"\n#!nosuch\";\ntext", "\n#!nosuch")]
    [TestCase("/*\n#!nosuch\n*/ 1", "1")]
    [TestCase("#if false\n#!nosuch\n#endif\n1", "1")]
    [TestCase("// #!nosuch\n1", "1")]
    public void What_only_looks_like_a_magic_is_none(string code, string value) =>
        Assert.That(notebook.Value(code), Is.EqualTo(value));

    [TestCase("#!csharp\n1 + 1", "2")]
    [TestCase("#!c#\n1 + 1", "2")]
    [TestCase("#!set --name greeting --value hello\ngreeting", "hello")]
    [TestCase("#!set --name greeting --value \"hello world\"\ngreeting", "hello world")]
    [TestCase("#!set --value \"a\\b\" --name path\npath", "a\\b")]
    [TestCase("var one = 1;\n#!set --name copy --value @csharp:one\ncopy + 1", "2")]
    [TestCase("#!markdown\nit's \"free\" /* text\n#!csharp\n3", "3")]
    public void A_magic_works_and_the_code_behind_it_runs(string code, string value) =>
        Assert.That(notebook.Value(code), Is.EqualTo(value));

    [TestCase("#!set --name x")]
    [TestCase("#!set --name 1x --value 1")]
    [TestCase("#!set x 1")]
    [TestCase("#!set --name x --value @fsharp:y")]
    [TestCase("#!import")]
    public void A_malformed_magic_is_refused(string code) => Assert.That(notebook.Fail(code).Name, Is.EqualTo("DirectiveError"));

    [Test]
    public void Text_is_shown_in_its_place()
    {
        notebook.Succeed("1\n#!markdown\n# Title\n#!html\n<b>x</b>\n#!csharp\n2");

        Assert.That(notebook.Outputs.Select(output => output switch
        {
            DisplayOutput display => string.Join(' ', display.Data.ToJson().Select(entry => $"{entry.Key}:{entry.Value}")),
            ResultOutput result => $"result {result.Data.ToJson()["text/plain"]}",
            _ => "other",
        }), Is.EqualTo(new[] { "text/plain:1", "text/markdown:# Title text/plain:# Title",
            "text/html:<b>x</b> text/plain:<b>x</b>", "result 2" }));
    }

    [Test]
    public void Time_shows_how_long_the_rest_took()
    {
        notebook.Succeed("#!time\nSystem.Threading.Thread.Sleep(20);\n1");
        Assert.That(notebook.Outputs.OfType<DisplayOutput>().Select(display => (string?)display.Data.ToJson()["text/plain"]),
            Has.One.Match(@"^Wall time: \d\d+(\.\d+)? ms$"));
    }

    [Test]
    public void Lines_of_errors_are_those_of_the_cell()
    {
        Assert.That(notebook.Fail("#!time\nvar x = 1;\n#!set --name y --value z\nint b = \"text\";").Traceback[0],
            Does.StartWith("cell 1, line 4, column 9: CS0029"));
        Assert.That(notebook.Fail("#!markdown\nhello\n#!csharp\nthrow new Exception(\"x\");").Traceback[1],
            Is.EqualTo("   at cell 2, line 4"));
    }

    [Test]
    public void A_notebook_and_a_file_are_imported()
    {
        using var folder = new TemporaryFolder();
        var other = NotebookFile.Create("var imported = 40; record Pair(int A);", "imported++;");
        other["cells"]!.AsArray().Add(NotebookFile.Create("text")["cells"]![0]!.DeepClone());
        other["cells"]![2]!["cell_type"] = "markdown";
        other.Save(folder, "other.ipynb");
        folder.Write("first.csx", "#!import \"other.ipynb\"\nint Twice(int x) => 2 * x;");
        folder.Write("second.dib", "#!meta\n\n{\"kernelInfo\": {}}\n\n#!markdown\n\n# it's\n\n#!csharp\n\nvar fromDib = 1;");

        notebook.Succeed($"#!import \"{folder.Path}/first.csx\"\n#!import {folder.Path}/second.dib");

        Assert.That(notebook.Value("Twice(imported) + fromDib + new Pair(0).A"), Is.EqualTo("83"));
    }

    [Test]
    public void An_import_that_cannot_be_is_explained()
    {
        using var folder = new TemporaryFolder();
        var circle = folder.Write("circle.csx", "#!import \"circle.csx\"");
        var failing = NotebookFile.Create("1", "\nint x = \"text\";").Save(folder, "failing.ipynb");

        Assert.That(notebook.Fail("\n#!import \"nowhere.ipynb\"").Message, Does.StartWith("cell 1, line 2: there is no file"));
        Assert.That(notebook.Fail($"#!import \"{circle}\"").Message, Does.Contain("imports itself"));
        Assert.That(notebook.Fail($"#!import \"{folder.Write("data.json", "{}")}\"").Message, Does.Contain("cannot be imported"));
        Assert.That(notebook.Fail($"#!import \"{folder.Write("bad.ipynb", "{")}\"").Message, Does.Contain("is not a notebook"));
        Assert.That(notebook.Fail($"#!import \"{failing}\"").Traceback[0],
            Does.StartWith("failing.ipynb, cell 2, line 2, column 9: CS0029"));
    }

    [Test]
    public void A_file_may_be_loaded_in_the_middle_of_a_cell()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("more.csx", "int Loaded = 41;");
        Assert.That(notebook.Value($"var one = 1;\n#load \"{path}\"\nLoaded + one"), Is.EqualTo("42"));
    }

    [TestCase("""{"polyglot_notebook": {"kernelName": "fsharp"}, "dotnet_interactive": {"language": "fsharp"}}""",
        "fsharp", false)]
    [TestCase("""{"dotnet_interactive": {"language": "pwsh"}}""", "pwsh", false)]
    [TestCase("""{"vscode": {"languageId": "dotnet-interactive.javascript"}}""", "javascript", false)]
    [TestCase("""{"dotnet_interactive": {"language": "csharp"}}""", "csharp", true)]
    [TestCase("""{"vscode": {"languageId": "polyglot-notebook"}}""", null, true)]
    [TestCase("""{"polyglot_notebook": {"kernelName": "markdown"}}""", "markdown", true)]
    [TestCase("{}", null, true)]
    public void Metadata_name_the_language(string metadata, string? name, bool isKnown)
    {
        var language = CellLanguage.Of(System.Text.Json.Nodes.JsonNode.Parse(metadata)!.AsObject());
        Assert.That((language.Name, language.IsKnown), Is.EqualTo((name, isKnown)));
    }
}
