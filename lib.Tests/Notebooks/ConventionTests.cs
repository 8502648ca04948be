using NUnit.Framework;
using TimeScales.Kernel.Engine;
using TimeScales.Kernel;

namespace TimeScales.Tests.Notebooks;

/// <summary>What notebooks made for .NET Interactive call by its names.</summary>
[NonParallelizable]
public sealed class ConventionTests
{
    private NotebookSession notebook = null!;

    private sealed class Answers(params string[] lines) : CellInput
    {
        private int next;

        public List<(string Prompt, bool IsPassword)> Asked { get; } = [];

        internal override string Ask(string prompt, bool isPassword)
        {
            Asked.Add((prompt, isPassword));
            return lines[next++];
        }
    }

    [SetUp]
    public void Open()
    {
        notebook = new NotebookSession();
        notebook.Succeed(
            "using Microsoft.DotNet.Interactive; using Microsoft.DotNet.Interactive.Formatting; "
            + "class Person { public string Name; public int Age; }");
    }

    [TearDown]
    public void Close()
    {
        notebook.Succeed("Formatter.ResetToDefault(); Formatter.ListExpansionLimit = 20; Formatter.RecursionLimit = 4;");
        notebook.Dispose();
    }

    [TestCase("Formatter.Register<Person>((p, writer) => writer.Write($\"<b>{p.Name}</b>\"), \"text/html\");", "<b>A</b>")]
    [TestCase("Formatter.Register<Person>(p => $\"<i>{p.Name}</i>\", HtmlFormatter.MimeType);", "<i>A</i>")]
    [TestCase("Formatter<Person>.Register((p, writer) => writer.Write(p.Age), \"text/html\");", "3")]
    [TestCase("Formatter.Register(typeof(Person), (p, writer) => writer.Write(1), \"text/html\");", "1")]
    [TestCase("Formatter.Register<Person>((p, context) => { context.Writer.Write(2); return true; }, \"text/html\");", "2")]
    public void A_formatter_is_registered(string code, string html)
    {
        notebook.Succeed(code);
        notebook.Succeed("new Person { Name = \"A\", Age = 3 }");
        Assert.That(Result("text/html"), Is.EqualTo(html));
    }

    [Test]
    public void A_formatter_of_a_generic_definition_serves_its_types()
    {
        notebook.Succeed(
            "Formatter.Register(typeof(List<>), (list, writer) => writer.Write(\"a list\"), \"text/html\");\nnew List<int>()");
        Assert.That(Result("text/html"), Is.EqualTo("a list"));
    }

    [Test]
    public void Preferred_types_limits_and_reset_work()
    {
        notebook.Succeed("Formatter.SetPreferredMimeTypesFor(typeof(Person), \"text/plain\"); new Person()");
        Assert.That(Result("text/html"), Is.Null);
        Assert.That(notebook.Value("Formatter.ListExpansionLimit = 3; Enumerable.Range(0, 10)"),
            Is.EqualTo("IEnumerable<int> { 0, 1, 2, … more }"));
        notebook.Succeed("Formatter.ResetToDefault(); new Person()");
        Assert.That(Result("text/html"), Does.StartWith("<table>"));
    }

    [Test]
    public void The_type_of_all_values_can_be_chosen()
    {
        notebook.Succeed("Formatter.DefaultMimeType = \"text/plain\"; new Person()");
        Assert.That(Result("text/html"), Is.Null);
        Assert.That(notebook.Value("string.Join(\" \", Formatter.GetPreferredMimeTypesFor(typeof(Person)))"),
            Is.EqualTo("text/plain"));
        notebook.Succeed("Formatter.DefaultMimeType = HtmlFormatter.MimeType; new Person()");
        Assert.That(Result("text/html"), Does.StartWith("<table>"));
    }

    [Test]
    public void A_text_is_marked_as_mathematics()
    {
        notebook.Succeed("(LaTeXString)@\"\\frac12\"");
        Assert.That(Result("text/latex"), Is.EqualTo(@"\frac12"));
    }

    [TestCase("h1(\"a < b\")", "<h1>a &lt; b</h1>")]
    [TestCase("div[style: \"color:red\", @class: \"c\"](p(b(\"x\"), 1, HTML(\"<hr/>\")))",
        "<div style=\"color:red\" class=\"c\"><p><b>x</b>1<hr/></p></div>")]
    [TestCase("ul(new[] { 1, 2 }.Select(i => (object)li(i)))", "<ul><li>1</li><li>2</li></ul>")]
    [TestCase("div.warning(\"x\")", "<div class=\"warning\">x</div>")]
    [TestCase("img[src: \"a.png\"]", "<img src=\"a.png\">")]
    [TestCase("_(\"custom\")(\"x\")", "<custom>x</custom>")]
    [TestCase("_.custom(\"x\")", "<custom>x</custom>")]
    [TestCase("_.custom[id: 1]", "<custom id=\"1\"></custom>")]
    public void An_element_is_written_as_a_call(string code, string html)
    {
        notebook.Succeed("using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;\n" + code);
        Assert.That(Result("text/html"), Is.EqualTo(html));
    }

    [Test]
    public void Values_are_displayed_in_given_types()
    {
        notebook.Succeed(
            "5.Display(\"text/html\"); display(new { A = 1 }, \"application/json\"); \"<b>\".DisplayAs(\"text/html\"); "
            + "new[] { new { A = 1 } }.DisplayTable(); Javascript(\"go()\"); CSS(\"p {}\"); "
            + "KernelInvocationContext.Current.Display(\"k\", \"text/markdown\");");
        Assert.That(notebook.Outputs.OfType<DisplayOutput>().Select(display => display.Data.ToJson().First())
            .Select(entry => $"{entry.Key} {entry.Value}"), Is.EqualTo(new[]
        {
            "text/html <pre>5</pre>", "application/json {\n  \"A\": 1\n}", "text/html <b>",
            "text/html <table><caption>new[1]</caption><thead><tr><th></th><th>A</th></tr></thead>"
            + "<tbody><tr><th>0</th><td>1</td></tr></tbody></table>",
            "text/html <script type=\"text/javascript\">go()</script>", "text/html <style>p {}</style>", "text/markdown k",
        }));
    }

    [Test]
    public void The_user_is_asked()
    {
        var answers = new Answers("Ada", "secret", "typed", "hidden");
        notebook.Input = answers;

        Assert.That(notebook.Value("await Kernel.GetInputAsync(\"Name?\")"), Is.EqualTo("Ada"));
        notebook.Succeed("var password = await GetPasswordAsync(\"Password?\");");
        Assert.That(notebook.Value("$\"{password} {password.GetClearTextPassword()}\""), Is.EqualTo("****** secret"));
        Assert.That(notebook.Value("#!set --name typed --value @input:\"Type!\"\ntyped"), Is.EqualTo("typed"));
        Assert.That(notebook.Value("#!set --name token --value @password:{\"prompt\": \"Your token\", \"saveAs\": \"x\"}\ntoken"),
            Is.EqualTo("hidden"));
        Assert.That(answers.Asked,
            Is.EqualTo(new[] { ("Name?", false), ("Password?", true), ("Type!", false), ("Your token", true) }));
    }

    [TestCase("using Microsoft.DotNet.Interactive.Commands;",
        "Interactive.Commands is a part of .NET Interactive that this kernel does not have. There is one kernel")]
    [TestCase("using Microsoft.DotNet.Interactive.ExtensionLab;", "Microsoft.DotNet.Interactive.ExtensionLab is a part")]
    [TestCase("Microsoft.DotNet.Interactive.Nothing.F();", "is a part of .NET Interactive")]
    [TestCase("Kernel.Root.ToString();", "There is one kernel here")]
    public void What_is_absent_fails_with_what_to_use(string code, string sentence) =>
        Assert.That(notebook.Fail(code).Traceback[0], Does.Contain(sentence));

    private string? Result(string mimeType) => (string?)notebook.Outputs.OfType<ResultOutput>().Single().Data.ToJson()[mimeType];
}
