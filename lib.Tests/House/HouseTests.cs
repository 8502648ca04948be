using System.Xml.Linq;

namespace TimeScales.Tests.House;

/// <summary>The rooms of lib: which may use which, and what the core keeps out.</summary>
internal sealed class HouseTests
{
    private static readonly string Library = Repository.PathOf("lib");

    /// <summary>Characters that a line has at most.</summary>
    private const int LongestLine = 130;

    /// <summary>Texts, pages and scripts in raw literals are as they are to be written.</summary>
    [Test]
    public void Lines_are_as_long_as_an_eye_follows()
    {
        var tooLong = Sources(Library).SelectMany(source => Code(source.Text).Where(line => line.Text.Length > LongestLine)
            .Select(line => $"{Path.GetRelativePath(Library, source.Path)}, line {line.Number}"));

        Assert.That(tooLong, Is.Empty, $"more than {LongestLine} characters");
    }

    [Test]
    public void Namespaces_use_one_another_in_no_circle() =>
        Assert.That(new ImportGraph(Sources(Library)).Circles(), Is.Empty);

    /// <summary>Of the experiments' folders none imports another; the audit, which summarises the paper's three, stands above
    /// them.</summary>
    [Test]
    public void Experiments_do_not_use_one_another()
    {
        string[] experiments = ["Analogies", "Anisotropy", "EffectiveRates", "Expansion", "Learned"];
        var imports =
            from experiment in experiments
            from source in Sources(Path.Combine(Library, "TimeScales.Experiments", experiment))
            from other in experiments
            where other != experiment && source.Text.Contains($"TimeScales.Experiments.{other}", StringComparison.Ordinal)
            select $"{source.Path} uses the experiment {other}";

        Assert.That(imports, Is.Empty);
    }

    [Test]
    public void Projects_reference_one_another_in_no_circle()
    {
        // A project as a file that imports the projects it references.
        var projects = Directory.GetFiles(Library, "*.csproj", SearchOption.AllDirectories).Select(path =>
        {
            var references = XDocument.Load(path).Descendants("ProjectReference").Select(r => r.Attribute("Include")!.Value);
            var imports = string.Concat(references.Select(name => $"using {Path.GetFileNameWithoutExtension(name)}_;\n"));
            return (path, $"{imports}namespace {Path.GetFileNameWithoutExtension(path)}_;");
        });

        Assert.That(new ImportGraph(projects).Circles(), Is.Empty);
    }

    [Test]
    public void The_core_computes_and_nothing_else() =>
        Assert.That(Core().SelectMany(file => CoreRules.Violations(file.Path, file.Text)), Is.Empty);

    [Test]
    public void Folders_that_may_have_pointers_have_some()
    {
        var folders = Core().Where(file => CoreRules.IsUnsafe(file.Text)).Select(file => file.Path.Split('/')[0]);

        Assert.That(CoreRules.Unsafe.Except(folders), Is.Empty, "need no place in the list");
    }

    [Test]
    public void The_core_can_be_read_in_an_afternoon()
    {
        var counted = Core().Where(file => !CoreRules.NotCounted.Contains(file.Path.Split('/')[0]));

        Assert.That(counted.Sum(file => file.Text.Count(c => c == '\n')), Is.LessThanOrEqualTo(CoreRules.MostLines), "lines");
    }

    /// <summary>The sentence names the whole circle and a file for each step of it.</summary>
    [TestCase("using House.B;", "using House.C;", "using House.A;")]
    [TestCase("using static House.B.T;", "using T = House.C.U;", "global using House.A;")]
    [TestCase("using House.B;", "class X { House.C.Y y; }", "class Y { object o = House.A.Z.Of(); }")]
    [TestCase("using House.B;", "class X { C.Y y; }", "class Y { A.Z[] o; }")]
    public void A_circle_is_found_and_named(string a, string b, string c)
    {
        static string In(string name, string text) =>
            text.Contains("using", StringComparison.Ordinal) ? $"{text}\nnamespace {name};" : $"namespace {name};\n{text}";
        var graph = new ImportGraph([("a.cs", In("House.A", a)), ("b.cs", In("House.B", b)), ("c.cs", In("House.C", c))]);

        var circles = graph.Circles();

        Assert.That(circles, Has.Count.EqualTo(1));
        Assert.That(circles[0], Is.EqualTo(
            "House.A → House.B → House.C → House.A is a circle: "
            + "House.A uses House.B in a.cs; House.B uses House.C in b.cs; House.C uses House.A in c.cs."));
    }

    /// <summary>C# imports the enclosing namespace by itself: its types are used without a word of it.</summary>
    [TestCase("namespace House.A; class X : Base;", 1)]
    [TestCase("namespace House.A; class X { Base[] Of(Base x) => [x]; }", 1)]
    [TestCase("namespace House.A; class X { int Base => 1; int Twice => 2 * Base; }", 0)]
    [TestCase("namespace House.A; class X { int Of(Y y) => y.Base; }", 0)]
    [TestCase("namespace House.A; class Base; class X : Base;", 0)]
    public void An_enclosing_namespace_is_used_where_one_of_its_types_is(string inner, int circles)
    {
        var graph = new ImportGraph([("House.cs", "using House.A;\nnamespace House; class Base;"), ("A.cs", inner)]);

        Assert.That(graph.Circles(), Has.Count.EqualTo(circles));
    }

    [TestCase("Estimators/X.cs", "class X { void Save() => File.WriteAllText(\"x\", \"\"); }", "File")]
    [TestCase("Estimators/X.cs", "class X { void Show() => System.Console.WriteLine(); }", "Console")]
    [TestCase("Tasks/X.cs", "class X { System.IO.Stream s; }", "Stream")]
    [TestCase("Estimators/X.cs", "unsafe class X;", "unsafe")]
    [TestCase("Training/X.cs", "class X { void Y() { unsafe { } } }", "unsafe")]
    [TestCase("Kernels/X.cs", "/// <summary>As the Released program does.</summary>\nclass X;", "'Released'")]
    [TestCase("Kernels/X.cs", "class X { bool hasDeparture; }", "'Departure'")]
    [TestCase("Cells/X.cs", "class X(Protocol p);", "'Protocol'")]
    [TestCase("Cells/X.cs", "// as published\nclass X;", "'published'")]
    public void What_the_core_keeps_out_is_found_and_named(string path, string text, string named)
    {
        var violations = CoreRules.Violations(path, text).ToArray();

        Assert.That(violations, Has.Length.EqualTo(1));
        Assert.That(violations[0], Does.StartWith(path).And.Contains(named));
    }

    [TestCase("Kernels/X.cs", "/// <summary>The file of a stream.</summary>\nunsafe class X { string s = \"Console\"; }")]
    public void Pointers_in_kernels_and_words_in_prose_are_none_of_it(string path, string text) =>
        Assert.That(CoreRules.Violations(path, text), Is.Empty);

    /// <summary>The lines outside raw literals.</summary>
    private static IEnumerable<(int Number, string Text)> Code(string text)
    {
        var isRaw = false;
        foreach (var (index, line) in text.Split('\n').Index())
        {
            if (!isRaw)
                yield return (index + 1, line.TrimEnd('\r'));
            isRaw ^= line.Split("\"\"\"").Length % 2 == 0;
        }
    }

    private static IEnumerable<(string Path, string Text)> Core()
    {
        var core = Path.Combine(Library, "TimeScales");
        return Sources(core).Select(s => (Path.GetRelativePath(core, s.Path).Replace('\\', '/'), s.Text));
    }

    private static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path[Library.Length..].Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllText(path)));
}
