using System.Reflection;
using TimeScales.Tests.Notebooks;
using TimeScales.Torch;

namespace TimeScales.Tests.Torch;

/// <summary>Which libtorch is taken, and what is said of one that cannot be.</summary>
internal sealed class LibTorchTests
{
    private static string Restored =>
        typeof(LibTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "libtorch").Value!;

    [Test]
    public void What_the_build_restored_is_found_with_its_version_and_place() =>
        Assert.That(LibTorch.Found, Does.StartWith("libtorch 2.10.0 in '").And.Contain(Restored));

    [TestCase("version.py", "__version__ = '2.6.0+cu124'\ndebug = False\n", "libtorch 2.6.0+cu124", "needs libtorch 2.10")]
    [TestCase("version.py", "from typing import Optional\n__version__ = '2.14.1'\ncuda: Optional[str] = '13.0'\n", "libtorch 2.14.1", "needs libtorch 2.10")]
    [TestCase("build-version", "1.13.1+cpu\n", "libtorch 1.13.1+cpu", "needs libtorch 2.10")]
    public void Another_version_is_named_with_the_one_that_is_needed(string file, string text, string found, string needed)
    {
        using var installation = new TemporaryFolder();
        var folder = Library(installation, file, text);

        Assert.That(LibTorch.Misfit(folder), Does.Contain(found).And.Contain(folder).And.Contain(needed));
    }

    [TestCase("version.py", "__version__ = '2.10.0+cu128'\n")]
    [TestCase("version.py", "__version__ = '2.10.1'\n")]
    [TestCase("version.py", "nothing that looks like one\n")]
    public void A_version_that_fits_or_cannot_be_told_is_tried(string file, string text)
    {
        using var installation = new TemporaryFolder();

        Assert.That(LibTorch.Misfit(Library(installation, file, text)), Is.Null);
    }

    /// <summary>A native part that was built for that version.</summary>
    [Test]
    public void Another_version_with_a_native_part_of_its_own_is_tried()
    {
        using var installation = new TemporaryFolder();
        var folder = Library(installation, "version.py", "__version__ = '2.11.0+cu130'\n");
        File.WriteAllText(Path.Combine(folder, "libLibTorchSharp.so"), "");

        Assert.That(LibTorch.Misfit(folder), Is.Null);
    }

    [Test]
    public void A_folder_without_libtorch_is_named()
    {
        using var folder = new TemporaryFolder();

        Assert.That(LibTorch.Misfit(folder.Path), Does.Contain(LibTorch.FolderVariable).And.Contain(folder.Path).And.Contain("libtorch_cpu.so"));
    }

    /// <summary>The program as a user calls it: a folder that works, one that another version is in, and one with a file that is no library.</summary>
    [Test]
    public void Doctor_says_which_libtorch_was_found_and_why_one_is_not_used()
    {
        using var works = new TemporaryFolder();
        using var other = new TemporaryFolder();
        using var broken = new TemporaryFolder();
        var linked = Directory.CreateDirectory(Path.Combine(works.Path, "lib")).FullName;
        foreach (var library in Directory.GetFiles(Restored))
            File.CreateSymbolicLink(Path.Combine(linked, Path.GetFileName(library)), library);
        File.WriteAllText(Path.Combine(works.Path, "version.py"), "__version__ = '2.10.0+cpu'\n");

        Assert.That(Doctor(linked), Does.Contain($"torch, on cpu with libtorch 2.10.0+cpu in '{linked}'"));
        Assert.That(Doctor(Library(other, "version.py", "__version__ = '2.6.0'\n")), Does.Contain("not on cpu: libtorch 2.6.0 in '").And.Contain("needs libtorch 2.10"));
        var text = Doctor(Library(broken, "version.txt", ""));
        Assert.That(text, Does.Contain("not on cpu: a libtorch of unknown version in '").And.Contain("cannot be loaded").And.Contain("libtorch_cpu.so"));
        Assert.That(text, Does.Not.Contain("strace"), "the runtime's own advice");
    }

    /// <summary>A folder as an installation has it, with a libtorch_cpu.so that is none.</summary>
    private static string Library(TemporaryFolder installation, string file, string text)
    {
        File.WriteAllText(Path.Combine(installation.Path, file), text);
        var folder = Directory.CreateDirectory(Path.Combine(installation.Path, "lib")).FullName;
        File.WriteAllText(Path.Combine(folder, "libtorch_cpu.so"), "no library");
        return folder;
    }

    private static string Doctor(string folder)
    {
        using var process = Notebooks.Cli.Start(["doctor", "--json"], (LibTorch.FolderVariable, folder));
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return System.Text.RegularExpressions.Regex.Unescape(output);
    }
}
