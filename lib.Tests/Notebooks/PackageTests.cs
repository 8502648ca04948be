using NUnit.Framework;
using TimeScales.Kernel.Engine;
using TimeScales.Kernel;

namespace TimeScales.Tests.Notebooks;

[NonParallelizable]
public sealed class PackageTests
{
    private const string Number =
        "public static class Number { public static string Version => typeof(Number).Assembly.GetName().Version.ToString(3); }";

    private SamplePackages packages = null!;
    private NotebookSession notebook = null!;

    /// <summary>One feed and one cache for all: what one test has restored, the next need not, unless it asks with a version left open or
    /// from another folder.</summary>
    [OneTimeSetUp]
    public void MakePackages() =>
        packages = new SamplePackages()
            .Add("Sample.Number", "1.0.0", Number)
            .Add("Sample.Number", "2.0.0", Number)
            .Add("Sample.Number", "2.1.0", Number)
            .Add("Sample.Number", "3.0.0-beta.1", Number)
            .Add("Sample.Middle", "1.0.0", "public static class Middle { public static string Version => Number.Version; }",
                ("Sample.Number", "1.0.0"))
            .Add("Sample.Top", "1.0.0", "public static class Top { public static string Version => Middle.Version; }",
                ("Sample.Middle", "1.0.0"), ("Sample.Number", "1.0.0"))
            .Add("Sample.Newer", "1.0.0", "public static class Newer { public static string Version => Number.Version; }",
                ("Sample.Number", "2.0.0"))
            .Add("Sample.Other", "1.0.0", "public static class Other { public static int Seven => 7; }");

    [OneTimeTearDown]
    public void DeletePackages() => packages.Dispose();

    [SetUp]
    public void Open() => notebook = packages.Open();

    [TearDown]
    public void Close() => notebook.Dispose();

    [Test]
    public void A_package_comes_with_what_it_depends_on_and_later_cells_add_more()
    {
        notebook.Succeed("#r \"nuget: Sample.Top, 1.0.0\"");
        Assert.That(notebook.Value("Top.Version + Middle.Version + Number.Version"), Is.EqualTo("1.0.01.0.01.0.0"));

        notebook.Succeed("#r \"nuget: Sample.Other, 1.0.0\"");
        Assert.That(notebook.Value("Top.Version + Other.Seven"), Is.EqualTo("1.0.07"));
    }

    [TestCase("Sample.Number", "2.1.0", TestName = "{m}: the newest stable one")]
    [TestCase("Sample.Number, 1.0.0", "1.0.0")]
    [TestCase("Sample.Number,1.0.0", "1.0.0")]
    [TestCase("Sample.Number, [1.0.0]", "1.0.0")]
    [TestCase("Sample.Number, [1.0,2.1)", "1.0.0")]
    [TestCase("Sample.Number, (1.0,2.1)", "2.0.0")]
    [TestCase("Sample.Number, 2.*", "2.1.0")]
    [TestCase("Sample.Number, *-*", "3.0.0")]
    [TestCase("Sample.Number, 3.0.0-beta.1", "3.0.0")]
    [TestCase("Sample.Number, 3.0.0-*", "3.0.0")]
    public void A_version_is_exact_a_range_or_floating(string reference, string version) =>
        Assert.That(notebook.Value($"#r \"nuget: {reference}\"\nNumber.Version"), Is.EqualTo(version));

    [TestCase("#r \"nuget: Sample.Number, 1.0.0\"", "Sample.Number, 2.0.0", TestName = "{m}: named")]
    [TestCase("#r \"nuget: Sample.Top, 1.0.0\"\nTop.Version", "Sample.Number, 2.0.0", TestName = "{m}: loaded as a dependency")]
    public void Another_version_of_a_package_in_use_is_refused_in_a_sentence(string first, string second)
    {
        notebook.Succeed(first);

        var error = notebook.Fail($"#r \"nuget: {second}\"");

        Assert.That(error.Message, Does.StartWith("Sample.Number 1.0.0 is in use in this notebook, so 2.0.0 cannot be added"));
        Assert.That(notebook.Value("Number.Version"), Is.EqualTo("1.0.0"), "the notebook goes on");
    }

    [TestCase("Sample.Number")]
    [TestCase("Sample.Number, 1.0.0")]
    [TestCase("sample.number, 1.*")]
    public void The_same_package_again_is_no_mistake(string again)
    {
        notebook.Succeed("#r \"nuget: Sample.Number, 1.0.0\"");
        notebook.Succeed($"#r \"nuget: {again}\"");
        Assert.That(notebook.Value("Number.Version"), Is.EqualTo("1.0.0"));
    }

    [Test]
    public void A_later_package_may_raise_the_version_of_a_dependency_that_is_not_loaded_yet()
    {
        notebook.Succeed("#r \"nuget: Sample.Middle, 1.0.0\"");
        notebook.Succeed("#r \"nuget: Sample.Newer, 1.0.0\"");
        Assert.That(notebook.Value("Number.Version + Middle.Version + Newer.Version"), Is.EqualTo("2.0.02.0.02.0.0"));
    }

    [Test]
    public void A_dependency_that_is_loaded_stays_and_the_user_is_told()
    {
        notebook.Succeed("#r \"nuget: Sample.Middle, 1.0.0\"\nMiddle.Version");
        notebook.Succeed("#r \"nuget: Sample.Newer, 1.0.0\"");

        Assert.That(notebook.Outputs.OfType<StreamOutput>().Select(output => output.Text),
            Has.One.StartsWith("Sample.Number 1.0.0 is in use and stays, though the packages now want 2.0.0"));
    }

    [Test]
    public void Packages_without_anything_to_compile_with_succeed()
    {
        packages.AddFiles("Sample.Empty", "1.0.0", [("lib/net8.0/_._", [])])
            .AddFiles("Sample.Native", "1.0.0",
                [($"runtimes/{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}/native/libsample.so", [1])])
            .AddFiles("Sample.Meta", "1.0.0", [], ("Sample.Number", "1.0.0"));

        notebook.Succeed("#r \"nuget: Sample.Empty, 1.0.0\"\n#r \"nuget: Sample.Native, 1.0.0\"");
        Assert.That(notebook.Value("#r \"nuget: Sample.Meta, 1.0.0\"\nNumber.Version"), Is.EqualTo("1.0.0"));
    }

    [Test]
    public void The_newest_version_is_the_newest_for_this_runtime()
    {
        var path = Path.Combine(packages.Feed, "Sample.Number.1.0.0.nupkg");
        packages.Add("Sample.Future", "1.0.0", "public static class Future { public static int Now => 1; }")
            .AddFiles("Sample.Future", "2.0.0", [("lib/net99.0/Sample.Future.dll", File.ReadAllBytes(path))])
            .AddFiles("Sample.Future", "3.0.0", [("lib/net99.0/Sample.Future.dll", File.ReadAllBytes(path))])
            .AddFiles("Sample.Never", "1.0.0", [("lib/net99.0/Sample.Never.dll", File.ReadAllBytes(path))]);

        Assert.That(notebook.Value("#r \"nuget: Sample.Future\"\nFuture.Now"), Is.EqualTo("1"));
        Assert.That(notebook.Outputs.OfType<StreamOutput>().Select(output => output.Text),
            Has.One.StartsWith("Sample.Future 3.0.0 is not made for .NET 10;"));
        Assert.That(notebook.Fail("#r \"nuget: Sample.Never\"").Message,
            Does.Contain("(Sample.Future 1.0.0, Sample.Never)").And.Contain("Sample.Never 1.0.0 is not compatible"));
        Assert.That(notebook.Fail("#r \"nuget: Sample.Future, 3.0.0\"").Message, Does.Contain("3.0.0 cannot be added"));
    }

    [TestCase("int wrong = \"text\";")]
    [TestCase("throw new Exception();")]
    [TestCase("int x = ;")]
    public void A_mistake_in_the_cell_does_not_cost_its_packages(string mistake)
    {
        notebook.Fail("#r \"nuget: Sample.Number, 1.0.0\"\n" + mistake);
        Assert.That(notebook.Value("Number.Version"), Is.EqualTo("1.0.0"));
    }

    [TestCase("var z = 1;\n#r \"nuget: Sample.Number, 1.0.0\"\nNumber.Version + z", "1.0.01")]
    [TestCase("  #r   \"nuget:Sample.Number,1.0.0\"   // why\nNumber.Version", "1.0.0")]
    [TestCase("#r \"nuget: Sample.Number, 1.0.0\"\r\nNumber.Version\r\n", "1.0.0")]
    [TestCase("#if false\n#r \"nuget: No.Such, 1.0.0\"\n#endif\n1", "1")]
    [TestCase("/*\n#r \"nuget: No.Such, 1.0.0\"\n*/\n1", "1")]
    [TestCase("var s = \"\"\"\n#r \"nuget: No.Such, 1.0.0\"\n\"\"\";\n1", "1")]
    public void A_reference_may_stand_anywhere_that_is_code(string code, string value) =>
        Assert.That(notebook.Value(code), Is.EqualTo(value));

    [Test]
    public void A_loaded_file_may_reference_packages()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("part.csx", "#r \"nuget: Sample.Number, 1.0.0\"\nstring Loaded => Number.Version;");
        Assert.That(notebook.Value($"#load \"{path}\"\nLoaded"), Is.EqualTo("1.0.0"));
    }

    [Test]
    public void A_package_that_is_nowhere_is_named_with_the_reason() =>
        Assert.That(notebook.Fail("#r \"nuget: Sample.Nowhere, 1.0.0\"").Message,
            Does.Contain("Sample.Nowhere 1.0.0").And.Contain("Unable to find package Sample.Nowhere"));

    /// <summary>What lies beside a notebook is meant for other builds, except the feeds, which a version left open asks anew.</summary>
    [TestCase("global.json", """{"sdk": {"version": "1.2.3", "rollForward": "disable"}}""")]
    [TestCase("Directory.Build.props",
        "<Project><PropertyGroup><TargetFramework>net1.0</TargetFramework></PropertyGroup></Project>")]
    [TestCase("Directory.Packages.props",
        "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>"
        + "</Project>")]
    [TestCase("Directory.Build.rsp", "--no-such-option")]
    [TestCase("nuget.config",
        """<configuration><packageSources><add key="gone" value="/no/such/folder" /></packageSources></configuration>""")]
    public void Files_beside_the_notebook_do_not_disturb(string file, string content) => InFolderWith(file, content, () =>
        Assert.That(notebook.Value("#r \"nuget: Sample.Number, 1.*\"\nNumber.Version"), Is.EqualTo("1.0.0")));

    [Test]
    public void A_configuration_that_cannot_be_read_is_named() => InFolderWith("nuget.config", "<configuration>", () =>
        Assert.That(notebook.Fail("#r \"nuget: Sample.Number, 1.*\"").Message, Does.Contain("nuget.config").IgnoreCase));

    [TestCase("#i \"nuget: no/such/folder\"", "no/such/folder")]
    [TestCase("#i \"https://example.org\"", "not a package source")]
    [TestCase("#i", "not a package source")]
    public void A_source_that_is_none_is_refused(string line, string message) =>
        Assert.That(notebook.Fail(line).Message, Does.Contain(message));

    [TestCase("System.Net.Http")]
    [TestCase("System.Net.Http.dll")]
    [TestCase("System.Net.Http, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a")]
    [TestCase("netstandard")]
    public void An_assembly_of_the_framework_may_be_named(string name) =>
        Assert.That(notebook.Value($"#r \"{name}\"\nnameof(System.Net.Http.HttpClient)"), Is.EqualTo("HttpClient"));

    private static void InFolderWith(string file, string content, Action action)
    {
        using var folder = new TemporaryFolder();
        folder.Write(file, content);
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder.Path;
        try
        {
            action();
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }
}
