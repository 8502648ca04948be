using System.Security.Cryptography;
using System.Text;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>A store keeps whole results only, and loses nothing.</summary>
internal sealed class ResultStoreTests
{
    private static readonly EffectiveRatesConfiguration Config = new()
    {
        Protocol = Protocol.Corrected,
        Task = "adding",
        Cell = "scalar",
        Seed = 3,
        Hidden = 5,
        Steps = 12,
        Checkpoints = [0, 2],
    };

    private static readonly RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint> Result = EffectiveRatesExperiment.Run(Config);

    [Test]
    public void A_result_is_found_again_under_its_name_and_equal_to_the_byte()
    {
        using var folder = new TemporaryFolder();
        var store = new ResultStore(folder.Path);

        store.Save(Result);
        var loaded = Load(store, Config, out var warnings);

        Assert.That(warnings, Is.Empty);
        Assert.That(folder.Contents().Keys, Is.EqualTo(new[] { Path.Combine("effective-rates", "corrected", "adding", "scalar", Config.FolderName, "seed-3.json") }));
        Assert.That(Config.FolderName, Does.Match("^hidden-5_steps-12_checkpoints-0-2-[0-9a-f]{8}$"));
        Assert.That(CanonicalJson.Serialize(loaded!), Is.EqualTo(CanonicalJson.Serialize(Result)));
    }

    [Test]
    public void A_result_has_the_fields_of_the_contract_and_no_others()
    {
        using var folder = new TemporaryFolder();
        new ResultStore(folder.Path).Save(Result);
        using var json = System.Text.Json.JsonDocument.Parse(folder.Contents().Values.Single());
        string[] Names(System.Text.Json.JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

        Assert.That(Names(json.RootElement), Is.EqualTo(new[] { "schema", "config", "engine", "device", "version", "divergedAtIteration", "checkpoints", "sha256" }));
        Assert.That(Names(json.RootElement.GetProperty("checkpoints")[0]), Is.EqualTo(new[]
        {
            "iteration", "probeLoss", "slope", "rSquared", "lags", "sensitivity", "sensitivityAtLag1", "gateProduct", "fittedPower", "carryProduct",
        }));
    }

    /// <summary>Catches a cleaning that takes what another task writes at that moment: seed 31 begins as seed 3.</summary>
    [Test]
    public void What_a_killed_run_left_half_written_is_removed_and_what_belongs_to_another_seed_stays()
    {
        using var folder = new TemporaryFolder();
        var store = new ResultStore(folder.Path);
        string[] halves = [.. new uint[] { 3, 31 }.Select(seed => AtomicFile.TemporaryName(store.PathOf(Config with { Seed = seed })))];
        Directory.CreateDirectory(Path.GetDirectoryName(halves[0])!);
        Array.ForEach(halves, half => File.WriteAllText(half, "{"));

        Load(store, Config, out _);

        Assert.That(halves.Select(File.Exists), Is.EqualTo(new[] { false, true }));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(100)]
    [TestCase(-1)]
    public void A_truncated_file_is_named_set_aside_whole_and_computed_again(int length)
    {
        Assert.That(Damage(text => text[..(length < 0 ? text.Length + length : length)]), Does.Contain("is damaged"));
    }

    [Test]
    public void A_result_of_another_configuration_that_was_copied_to_this_place_is_named_and_set_aside()
    {
        Assert.That(Damage(text => Reseal(text.Replace("\"stepSize\":0.01", "\"stepSize\":0.02"))), Does.Contain("another configuration"));
    }

    [Test]
    public void A_file_that_lacks_a_checkpoint_is_named_and_set_aside()
    {
        Assert.That(Damage(text => Reseal(text.Replace("{\"iteration\":2,", "{\"iteration\":1,"))), Does.Contain("checkpoints 0,1 instead of 0,2"));
    }

    [Test]
    public void A_file_with_a_changed_digit_is_named_and_set_aside()
    {
        Assert.That(Damage(text => text.Replace("\"slope\":0.", "\"slope\":1.")), Does.Contain("is damaged"));
    }

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("12")]
    [TestCase("\0\0\0\0")]
    public void A_file_of_something_else_is_named_and_set_aside(string content)
    {
        Assert.That(Damage(_ => content), Does.Contain("seed-3.json"));
    }

    [Test]
    public void Results_of_other_sizes_do_not_stand_in_each_others_way()
    {
        using var folder = new TemporaryFolder();
        var store = new ResultStore(folder.Path);
        EffectiveRatesConfiguration[] all =
        [
            Config, Config with { Hidden = 6 }, Config with { Steps = 13 }, Config with { Checkpoints = [0, 3] }, Config with { Lags = [1, 2] },
            Config with { StepSize = 0.02 }, Config with { Inputs = 5 }, Config with { Checkpoints = [.. Enumerable.Range(0, 100)] },
            Config with { Checkpoints = [.. Enumerable.Range(0, 101)] },
        ];
        foreach (var config in all)
            store.Save(Result with { Config = config });

        foreach (var config in all)
        {
            var result = store.Load<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>(config, (_, _) => true, _ => null, Assert.Fail);
            Assert.That(result!.Config.Identity, Is.EqualTo(config.Identity));
        }
        Assert.That(folder.Contents(), Has.Count.EqualTo(all.Length));
        Assert.That(folder.Contents().Keys.Select(key => Path.GetFileName(Path.GetDirectoryName(key))!.Length), Is.All.LessThan(80), "paths end at 260 characters somewhere");
    }

    [Test]
    public void Results_of_two_engines_lie_side_by_side_and_the_one_that_counts_is_found()
    {
        using var folder = new TemporaryFolder();
        var store = new ResultStore(folder.Path);
        store.Save(Result);
        store.Save(Result with { Engine = "torch", Device = "cuda" });

        foreach (var engine in new[] { "embedded", "torch" })
        {
            var result = store.Load<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>(Config, (name, _) => name == engine, EffectiveRatesExperiment.Description.Incomplete, Assert.Fail);
            Assert.That(result!.Engine, Is.EqualTo(engine));
        }
        Assert.That(store.Load<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>(Config, (_, device) => device == "tpu", EffectiveRatesExperiment.Description.Incomplete, Assert.Fail), Is.Null);
        Assert.That(folder.Contents(), Has.Count.EqualTo(2));
        var warnings = new List<string>();
        Assert.That(store.ReadAll<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>("effective-rates", warnings.Add).Single().Engine, Is.EqualTo("embedded"));
        Assert.That(warnings.Single(), Does.StartWith("1 results").And.Contain("another engine"));
    }

    /// <summary>Folders of configurations came later: what was written before them must be read, and what is of other sizes left alone.</summary>
    [Test]
    public void A_result_in_the_earlier_layout_is_read_and_one_of_other_sizes_there_stays()
    {
        using var folder = new TemporaryFolder();
        var store = new ResultStore(folder.Path);
        var earlier = MoveToTheEarlierLayout(folder, store);

        var loaded = Load(store, Config, out var warnings);
        var other = Load(store, Config with { Hidden = 6 }, out var otherWarnings);

        Assert.That(CanonicalJson.Serialize(loaded!), Is.EqualTo(CanonicalJson.Serialize(Result)));
        Assert.That(other, Is.Null);
        Assert.That(warnings.Concat(otherWarnings), Is.Empty);
        Assert.That(folder.Contents().Keys, Is.EqualTo(new[] { earlier }));
        Assert.That(store.ReadAll<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>("effective-rates", Assert.Fail).Count(), Is.EqualTo(1));
    }

    [TestCase("\"version\":\"", "\"version\":\"0.0.", true)]
    [TestCase("\"version\":\"", "\"version\":\"0.0.", false)]
    [TestCase("effective-rates/1", "effective-rates/0", true)]
    [TestCase("\"slope\"", "\"exponent\"", true)]
    [TestCase("\"hidden\"", "\"units\"", true)]
    public void A_result_of_another_version_is_named_once_and_stays_where_it_is(string text, string other, bool earlierLayout)
    {
        using var folder = new TemporaryFolder();
        var store = new ResultStore(folder.Path);
        store.Save(Result);
        var name = earlierLayout
            ? MoveToTheEarlierLayout(folder, store)
            : Move(folder, store, Path.Combine(Config.FolderName[..^RunConfiguration.HashLength] + "01234567", "seed-3.json"));
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, Reseal(File.ReadAllText(path).Replace(text, other)));
        var before = folder.Contents();

        var loaded = Load(store, Config, out var warnings);

        Assert.That(loaded, Is.Null);
        Assert.That(warnings.Single(), Does.Contain(Path.Combine(folder.Path, "effective-rates")).And.Contain("another version"));
        Assert.That(folder.Contents(), Is.EqualTo(before));
        Assert.That(store.ReadAll<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>("effective-rates", warnings.Add), Is.Empty);
        Assert.That(warnings[1], Is.EqualTo(warnings[0]));
    }

    [Test]
    public void A_second_bad_file_does_not_replace_the_first_that_was_set_aside()
    {
        using var folder = new TemporaryFolder();
        var store = new ResultStore(folder.Path);
        foreach (var content in new[] { "first", "second" })
        {
            store.Save(Result);
            File.WriteAllText(store.PathOf(Config), content);
            Load(store, Config, out _);
        }

        Assert.That(folder.Contents().Values, Is.EquivalentTo(new[] { "first", "second" }));
    }

    [TestCase(0)]
    [TestCase(200)]
    public void A_full_disk_gives_one_sentence_and_leaves_the_old_result_as_it_was(int room)
    {
        using var folder = new TemporaryFolder();
        new ResultStore(folder.Path).Save(Result);
        var before = folder.Contents();
        var full = new ResultStore(folder.Path, path => new FullDisk(File.Create(path), room));

        var failure = Assert.Throws<IOException>(() => full.Save(Result));

        Assert.That(failure.Message, Does.Contain("seed-3.json").And.Contain("No space left on device"));
        Assert.That(failure.Message.Split('\n'), Has.Length.EqualTo(1));
        Assert.That(folder.Contents(), Is.EqualTo(before));
    }

    [Test]
    public void A_full_disk_stops_the_queue_and_keeps_what_was_saved()
    {
        using var folder = new TemporaryFolder();
        var saved = 0;
        var store = new ResultStore(folder.Path, path => path.EndsWith(".tmp", StringComparison.Ordinal) && ++saved > 2 ? new FullDisk(File.Create(path), 50) : File.Create(path));
        var queue = new RunQueue<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>
        {
            Compute = EffectiveRatesExperiment.Run,
            Incomplete = EffectiveRatesExperiment.Description.Incomplete,
            Store = store,
            Threads = 1,
        };
        var runs = Enumerable.Range(1, 5).Select(seed => Config with { Seed = (uint)seed }).ToArray();

        Assert.Throws<IOException>(() => queue.Run(runs));

        Assert.That(folder.Contents().Keys.Select(Path.GetFileName), Is.EqualTo(new[] { "seed-1.json", "seed-2.json" }));
    }

    /// <summary>Results must come back in the order of the runs, whatever the groups are: tasks and seeds share a group, cells do not.</summary>
    [Test]
    public void Runs_that_differ_in_task_and_seed_only_are_computed_together()
    {
        using var folder = new TemporaryFolder();
        var groups = new List<string>();
        var queue = new RunQueue<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>
        {
            Compute = (_, _) => throw new NotSupportedException(),
            ComputeTogether = (replicas, _) =>
            {
                groups.Add(string.Join(' ', replicas.Select(r => $"{r.Task}/{r.Cell}/{r.Seed}")));
                return [.. replicas.Select(replica => Result with { Config = replica })];
            },
            MostReplicas = _ => 3,
            Incomplete = EffectiveRatesExperiment.Description.Incomplete,
            Store = new ResultStore(folder.Path),
            Threads = 1,
        };
        EffectiveRatesConfiguration[] runs =
        [
            Config with { Cell = "leaky", Seed = 1 }, Config with { Cell = "multi", Seed = 1 }, Config with { Cell = "leaky", Seed = 2 },
            Config with { Cell = "leaky", Seed = 1, Task = "recall" }, Config with { Cell = "leaky", Seed = 3 },
        ];

        var results = queue.Run(runs);

        Assert.That(results.Select(r => r.Config), Is.EqualTo(runs));
        Assert.That(groups, Is.EqualTo(new[] { "adding/leaky/1 adding/leaky/2 recall/leaky/1", "adding/leaky/3", "adding/multi/1" }));
    }

    private static string MoveToTheEarlierLayout(TemporaryFolder folder, ResultStore store) => Move(folder, store, "seed-3.json");

    /// <summary>Moves the stored result to another place below its cell's folder.</summary>
    private static string Move(TemporaryFolder folder, ResultStore store, string name)
    {
        store.Save(Result);
        var own = Path.GetDirectoryName(store.PathOf(Config))!;
        var path = Path.Combine(Path.GetDirectoryName(own)!, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(store.PathOf(Config), path);
        Directory.Delete(own);
        return Path.GetRelativePath(folder.Path, path);
    }

    /// <summary>What the file would hold had it been written so.</summary>
    private static string Reseal(string text)
    {
        var json = text[..text.LastIndexOf(",\"sha256\"", StringComparison.Ordinal)] + "}";
        return $"{json[..^1]},\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))}\"}}";
    }

    /// <summary>Stores a result, damages the file, loads it, and returns the warning; checks that nothing was lost.</summary>
    private static string Damage(Func<string, string> damage)
    {
        using var folder = new TemporaryFolder();
        var store = new ResultStore(folder.Path);
        store.Save(Result);
        var path = store.PathOf(Config);
        var whole = File.ReadAllText(path);
        var damaged = damage(whole);
        Assert.That(damaged, Is.Not.EqualTo(whole), "the damage did nothing");
        File.WriteAllText(path, damaged);

        var loaded = Load(store, Config, out var warnings);

        Assert.That(loaded, Is.Null);
        Assert.That(warnings, Has.Count.EqualTo(1));
        Assert.That(warnings[0], Does.Contain(path));
        Assert.That(File.Exists(path), Is.False);
        Assert.That(folder.Contents().Values, Is.EqualTo(new[] { damaged }));
        return warnings[0];
    }

    private static RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>? Load(
        ResultStore store, EffectiveRatesConfiguration config, out List<string> warnings)
    {
        var list = new List<string>();
        var result = store.Load<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>(config, (_, _) => true, EffectiveRatesExperiment.Description.Incomplete, list.Add);
        warnings = list;
        return result;
    }

    /// <summary>A stream that has room for so many bytes and then fails as a full disk does.</summary>
    private sealed class FullDisk(Stream inner, int room) : Stream
    {
        private int room = room;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            var fits = Math.Min(room, count);
            inner.Write(buffer, offset, fits);
            room -= fits;
            if (fits < count)
                throw new IOException("No space left on device");
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
