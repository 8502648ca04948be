using TimeScales.Experiments.Departures;
using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>What follows from a list of quantities: rows, what makes a result whole, rows of seeds, the console's table.</summary>
internal sealed class QuantitiesTests
{
    /// <summary>One number and two profiles at two checkpoints.</summary>
    private sealed record Point(int Iteration, double Loss, IReadOnlyList<double> At, IReadOnlyList<double> First, IReadOnlyList<double> Second);

    private static readonly Experiment<TinyConfiguration, Point> Tiny = new()
    {
        Name = "tiny",
        Section = "none",
        Title = "None.",
        Cells = ["task"],
        KnownCells = ["task"],
        New = (protocol, _, _, seed) => new() { Protocol = protocol, Seed = seed },
        Presets = [new("smoke", "1")],
        Run = (_, _) => throw new NotSupportedException(),
        Checkpoints = (_ => [0, 7], point => point.Iteration),
        Quantities =
        [
            new("loss", point => point.Loss),
            new("count", _ => 3, unreached: 0),
            new("value per lag", _ => [5, 6], point => point.At,
                new("first", point => point.First, OfSeeds: true), new("second", point => point.Second)),
        ],
    };

    private static readonly Point Start = new(0, 10, [5, 6], [11, 12], [21, 22]);
    private static readonly Point End = new(7, 30, [5, 6], [31, 32], [41, 42]);

    /// <summary>Catches a value under another's name or position, rows out of order, and a checkpoint that is not a diverged run's but has values.</summary>
    [Test]
    public void Rows_are_numbers_by_checkpoint_quantity_and_position()
    {
        var rows = Tiny.Measurements(Result(3, Start)).Select(r => FormattableString.Invariant($"{r.Iteration} {r.Quantity} {r.Position} {r.Value}"));

        Assert.That(rows, Is.EqualTo(new[]
        {
            "0 loss  10", "0 count  3", "0 first 5 11", "0 second 5 21", "0 first 6 12", "0 second 6 22",
            "7 loss  NaN", "7 count  0", "7 first 5 NaN", "7 second 5 NaN", "7 first 6 NaN", "7 second 6 NaN",
        }));
    }

    /// <summary>Catches a check that looks at some profiles, at their lengths only, or at the first checkpoint only.</summary>
    [Test]
    public void A_result_is_whole_when_every_checkpoint_has_every_value()
    {
        Assert.That(Tiny.Incomplete(Result(null, Start, End)), Is.Null);
        Assert.That(Tiny.Incomplete(Result(3, Start)), Is.Null, "diverged");
        Assert.That(Tiny.Incomplete(Result(null, Start)), Is.EqualTo("has the checkpoints 0 instead of 0,7"));
        Assert.That(Tiny.Incomplete(Result(null, Start, End with { Iteration = 8 })), Is.EqualTo("has the checkpoints 0,8 instead of 0,7"));
        foreach (var less in new[] { End with { First = [31] }, End with { Second = [41, 42, 43] }, End with { At = [5, 8] } })
            Assert.That(Tiny.Incomplete(Result(null, Start, less)), Is.EqualTo("does not have one value per lag at checkpoint 7"));
    }

    /// <summary>Catches a preset whose sizes win over what a user asks for.</summary>
    [Test]
    public void A_size_that_is_asked_for_stands_in_the_place_of_the_preset_s()
    {
        var both = new Sizes(Hidden: 8, Lags: [3]).Or(new Sizes(Hidden: 16, Steps: 20, Checkpoints: [0], Lags: [1, 2]));

        Assert.That((both.Hidden, both.Steps), Is.EqualTo((8, 20)));
        Assert.That((both.Checkpoints, both.Lags), Is.EqualTo((new[] { 0 }, new[] { 3 })));
    }

    /// <summary>Catches rows of an early checkpoint, of a profile that is not kept, and of another position.</summary>
    [Test]
    public void Of_single_seeds_numbers_and_compared_positions_are_kept() => Assert.That(
        Tiny.SeedRows([.. Tiny.Measurements(Result(null, Start, End))]).Select(r => (r.Quantity, r.Position, r.Value)),
        Is.EqualTo(new (string, double?, double)[] { ("loss", null, 30), ("count", null, 3), ("first", 5, 31) }));

    /// <summary>Catches a run that diverged among those that are counted, the first checkpoint in the place of the last, and a position off.</summary>
    [Test]
    public void Without_words_of_its_own_an_experiment_is_told_in_one_table_of_all_quantities()
    {
        var report = new Told();

        Tiny.Report([.. new[] { Result(null, Start, End), Result(null, Start, End with { Loss = 32 }), Result(3, Start) }.Select(Tiny.Measured)], report);

        var table = report.Tables.Single();
        Assert.That(table.Columns, Is.EqualTo(new[] { "cell", "seeds", "updates", "loss", "count", "first at 6", "second at 6" }));
        Assert.That(table.Rows.Single().Select(cell => cell.Text),
            Is.EqualTo(new[] { "task", "2", "7", "31 [30.5, 31.5]", "3 [3, 3]", "32 [32, 32]", "42 [42, 42]" }));
    }

    private static RunResult<TinyConfiguration, Point> Result(int? divergedAt, params Point[] points) =>
        RunResult<TinyConfiguration, Point>.Embedded(new TinyConfiguration { Protocol = Protocol.Corrected, Seed = 1 }, points, divergedAt);

    private sealed class Told : IReport
    {
        public List<ReportTable> Tables { get; } = [];

        public void Add(ReportTable table) => Tables.Add(table);

        public void Say(string sentence) => Assert.Fail(sentence);
    }
}
