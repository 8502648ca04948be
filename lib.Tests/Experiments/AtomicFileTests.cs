using System.Text.RegularExpressions;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>A file is on the disk, whole, before it has its name.</summary>
internal sealed class AtomicFileTests
{
    [Test]
    public void All_of_it_is_flushed_to_the_disk_before_it_replaces_what_was_there()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", "old");
        var flushes = new List<(string Flushed, string UnderItsName)>();

        AtomicFile.Write(path, "new and longer"u8,
            temporary => new Watched(temporary, () => flushes.Add((ReadShared(temporary), File.ReadAllText(path)))));

        Assert.That(flushes, Is.EqualTo(new[] { ("new and longer", "old") }));
        Assert.That(folder.Contents(), Is.EqualTo(new Dictionary<string, string> { ["file"] = "new and longer" }));
    }

    [Test]
    public void A_stored_result_is_flushed_to_the_disk()
    {
        using var folder = new TemporaryFolder();
        var flushes = 0;
        var store = new ResultStore(folder.Path, temporary => new Watched(temporary, () => flushes++));

        var run = new TinyConfiguration { Protocol = Protocol.Corrected, Seed = 1 };
        store.Save(RunResult<TinyConfiguration, double>.Embedded(run, [1], null));

        Assert.That(flushes, Is.EqualTo(1));
    }

    [Test]
    public void A_shorter_text_leaves_nothing_of_the_longer_one_in_a_folder_that_is_made_for_it()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a", "b", "file");

        AtomicFile.Write(path, "a longer text"u8);
        AtomicFile.Write(path, "short"u8);

        Assert.That(folder.Contents(), Is.EqualTo(new Dictionary<string, string> { [Path.Combine("a", "b", "file")] = "short" }));
    }

    /// <summary>Files are written in one place, so that none forgets the flush or the rename.</summary>
    [Test]
    public void Nothing_else_in_the_libraries_of_the_experiments_writes_a_file()
    {
        var form = new Regex(@"\bFile\.(Write|Append|OpenWrite|Copy|CreateText|Open\()|new (FileStream|StreamWriter)\(");
        var writers =
            from folder in Directory.GetDirectories(Repository.PathOf("lib"))
            where Path.GetFileName(folder) is not ("TimeScales.Kernel" or "TimeScales.Benchmarks")
            from path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            where form.IsMatch(File.ReadAllText(path))
            select Path.GetFileName(path);

        Assert.That(writers, Is.Empty);
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <summary>A file that says when it is flushed to the disk.</summary>
    private sealed class Watched(string path, Action flushedToDisk)
        : FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read)
    {
        public override void Flush(bool flushToDisk)
        {
            base.Flush(flushToDisk);
            if (flushToDisk)
                flushedToDisk();
        }
    }
}
