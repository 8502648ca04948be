using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Audit;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Expansion;
using TimeScales.Experiments;

namespace TimeScales.Tests.Audit;

/// <summary>The audit's table on results made up so that every number can be told by hand.</summary>
internal sealed class AuditTests
{
    private static readonly Protocol Reversed = Protocol.OnlyWith(Departure.ReversedProducts);

    [Test]
    public void A_median_names_its_seeds_and_those_it_left_out()
    {
        var entries = Expansions(Protocol.Corrected, [(1, 5), (2, 7), (3, double.NaN), (4, 6)]);

        var entry = Entry(Summarize(entries), "relative error at 1", "corrected");

        Assert.That((entry.Seeds, entry.LeftOut, entry.Median), Is.EqualTo((3, 1, 6.0)));
        Assert.That((entry.Median, entry.Lower, entry.Upper), Is.EqualTo(Bootstrap.Median([5, 7, 6])));
        Assert.That(entry.Change, Is.NaN, "the corrected protocol is not compared with itself");
        Assert.That((entry.Experiment, entry.Task, entry.Subject, entry.Checkpoint), Is.EqualTo(("expansion", "", "multi", (int?)null)));
    }

    /// <summary>Ratios 2, 3 and 4 of equal seeds, although the medians' ratio is 20/20 = 1; in any order, and without seed 9, which has no partner.</summary>
    [Test]
    public void A_change_pairs_the_runs_of_one_seed()
    {
        var corrected = Expansions(Protocol.Corrected, [(1, 10), (2, 20), (3, 2.5), (5, 77)]);
        var changed = Expansions(Reversed, [(9, 1000), (3, 10), (1, 20), (2, 60)]);

        var entry = Entry(Summarize([.. corrected, .. changed]), "relative error at 1", Reversed.Name);

        Assert.That((entry.Change, entry.ChangeLower, entry.ChangeUpper), Is.EqualTo(Bootstrap.Median([2, 3, 4])));
        Assert.That(entry.Change, Is.EqualTo(3));
        Assert.That((entry.Seeds, entry.Median), Is.EqualTo((4, 40.0)));
    }

    [Test]
    public void Dropped_outliers_lie_more_than_one_and_a_half_interquartile_ranges_outside_the_quartiles()
    {
        // The quartiles of nine values are the third and the seventh, 3 and 7: the fence stands at 13.
        (uint, double)[] inside = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8), (9, 13)];
        (uint, double)[] outside = [.. inside[..8], (9, 13.001)];
        var protocol = Protocol.OnlyWith(Departure.DroppedOutliers);

        Assert.That(Entry(Summarize(Expansions(protocol, inside)), "slope", protocol.Name).LeftOut, Is.Zero);
        Assert.That(Entry(Summarize(Expansions(protocol, outside)), "slope", protocol.Name), Has.Property("LeftOut").EqualTo(1).And.Property("Seeds").EqualTo(8));
        Assert.That(Entry(Summarize(Expansions(Protocol.Corrected, outside)), "slope", "corrected").LeftOut, Is.Zero, "the corrected protocol keeps all");
    }

    [Test]
    public void An_ordering_is_the_ratio_of_the_models_seed_by_seed()
    {
        var results = new[] { ("plain", 1u, 2.0), ("plain", 2u, 4.0), ("plain", 3u, 5.0), ("multi", 3u, 20.0), ("multi", 1u, 2.0), ("multi", 2u, 12.0), ("scalar", 1u, 9.0) }
            .Select(r => Spectrum(r.Item1, r.Item2, Protocol.Corrected, r.Item3)).ToArray();

        var entries = AuditTable.Summarize([], results, []);

        var ordering = entries.Single(e => e.Subject == "multi / plain" && e.Statistic == "AI at lag 1");
        Assert.That((ordering.Median, ordering.Seeds), Is.EqualTo((3.0, 3)));
        Assert.That(entries.Where(e => e.Subject == "multi / plain").Select(e => e.Statistic), Is.EqualTo(new[] { "AI at lag 1", "AI at lag 12", "gradient AI" }));
    }

    /// <summary>Lags 1, 12 and 40 are followed; 40 was not measured here, 2 is not followed.</summary>
    [Test]
    public void The_spectrum_of_a_lag_is_the_one_measured_at_it()
    {
        var entries = AuditTable.Summarize([], [Spectrum("plain", 1, Protocol.Corrected, 3)], []);

        double Median(string statistic) => entries.Single(e => e.Statistic == statistic).Median;
        Assert.That(Median("AI at lag 1"), Is.EqualTo(3));
        Assert.That(Median("AI at lag 12"), Is.EqualTo(30));
        Assert.That(Median("CE at lag 12"), Is.EqualTo(0.3));
        Assert.That(Median("test loss over variance"), Is.EqualTo(4));
        Assert.That(entries.Select(e => e.Statistic), Has.None.EqualTo("AI at lag 40").And.None.EqualTo("AI at lag 2"));
    }

    [Test]
    public void The_table_has_one_row_per_protocol_and_one_column_per_statistic()
    {
        var protocols = new[] { Protocol.Corrected, Reversed, Protocol.Published };
        var entries = Summarize([.. protocols.SelectMany(p => Expansions(p, [(1, 5), (2, 7), (3, 6)]))]);

        var lines = AuditFile.Markdown(entries).Split('\n');

        Assert.That(lines.Where(l => l.StartsWith("## ", StringComparison.Ordinal)), Is.EqualTo(new[] { "## expansion, multi" }));
        foreach (var protocol in protocols)
            Assert.That(lines.Count(l => l.StartsWith($"| {protocol.Name} |", StringComparison.Ordinal)), Is.EqualTo(1), protocol.Name);
        Assert.That(lines.Where(l => l.StartsWith('|')).Select(l => l.Count(c => c == '|')).Distinct().Count(), Is.EqualTo(1), "rows of one table have equally many cells");
        Assert.That(lines, Has.Some.Contains("6 [5, 7] (3)"));
    }

    [Test]
    public void The_files_hold_every_entry_and_read_back()
    {
        using var folder = new TemporaryFolder();
        var entries = Summarize(Expansions(Protocol.Corrected, [(1, 5), (2, double.NaN)]));

        AuditFile.Save(folder.Path, entries);

        Assert.That(folder.Contents().Keys, Is.EqualTo(new[] { "audit.json", "audit.md" }));
        Assert.That(CanonicalJson.Deserialize<AuditEntry[]>(System.Text.Encoding.UTF8.GetBytes(folder.Contents()["audit.json"])), Is.EqualTo(entries));
    }

    private static IReadOnlyList<AuditEntry> Summarize(RunResult<ExpansionConfiguration, ExpansionMeasurement>[] expansions) => AuditTable.Summarize([], [], expansions);

    private static AuditEntry Entry(IReadOnlyList<AuditEntry> entries, string statistic, string protocol) =>
        entries.Single(e => e.Statistic == statistic && e.Protocol == protocol);

    private static RunResult<ExpansionConfiguration, ExpansionMeasurement>[] Expansions(Protocol protocol, (uint Seed, double Error)[] seeds) =>
    [
        .. seeds.Select(s => RunResult<ExpansionConfiguration, ExpansionMeasurement>.Embedded(
            new ExpansionConfiguration { Protocol = protocol, Gate = "multi", Seed = s.Seed },
            [new ExpansionMeasurement([1], [s.Error], 2, [s.Error], [1], [1], 0.1, 0.2, 0.3, 0.4, s.Error)],
            null)),
    ];

    private static RunResult<AnisotropyConfiguration, AnisotropyCheckpoint> Spectrum(string cell, uint seed, Protocol protocol, double anisotropy) =>
        RunResult<AnisotropyConfiguration, AnisotropyCheckpoint>.Embedded(
            new AnisotropyConfiguration { Protocol = protocol, Task = "adding", Cell = cell, Seed = seed, Checkpoints = [5] },
            [new AnisotropyCheckpoint(5, 0.1, 0.8, 0.2, [1, 2, 12], [anisotropy, -1, 10 * anisotropy], [0.1, -1, 0.3], 100 * anisotropy, 0.5, 0)],
            null);
}
