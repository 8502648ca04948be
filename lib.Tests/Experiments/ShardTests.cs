using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

internal sealed class ShardTests
{
    [Test]
    public void The_parts_of_equal_runs_have_every_run_once_take_every_nth_and_differ_in_size_by_one_at_most(
        [Values(1, 2, 3, 7, 12)] int count)
    {
        var runs = Enumerable.Range(0, 10).ToArray();
        var parts = Enumerable.Range(1, count).Select(i => new Shard(i, count).Of(runs, _ => 2.5)).ToArray();

        Assert.That(parts.SelectMany(part => part), Is.EquivalentTo(runs));
        for (var i = 0; i < count; i++)
            Assert.That(parts[i], Is.EqualTo(runs.Where(run => run % count == i)), $"part {i + 1}");
    }

    /// <summary>Catches parts by number of runs: where costs differ tenfold, one part would take several times as long as
    /// another.</summary>
    [Test]
    public void Parts_of_unequal_runs_have_every_run_once_in_order_and_differ_by_the_cost_of_one_run_at_most(
        [Values(1, 2, 3, 7)] int count)
    {
        var random = new Random(5);
        double[] costs = [.. Enumerable.Range(0, 60).Select(_ => Math.Pow(10, random.NextDouble()))];
        int[] runs = [.. Enumerable.Range(0, costs.Length)];
        var parts = Enumerable.Range(1, count).Select(i => new Shard(i, count).Of(runs, run => costs[run])).ToArray();
        var loads = parts.Select(part => part.Sum(run => costs[run])).ToArray();

        Assert.That(parts.SelectMany(part => part), Is.EquivalentTo(runs));
        Assert.That(parts, Has.All.Ordered);
        Assert.That(loads.Max() - loads.Min(), Is.LessThanOrEqualTo(costs.Max()));
    }

    [Test]
    public void One_costly_run_and_nine_cheap_ones_are_two_parts()
    {
        double[] costs = [1, 1, 1, 1, 9, 1, 1, 1, 1, 1];

        Assert.That(new Shard(1, 2).Of(costs, cost => cost), Is.EqualTo(new[] { 9.0 }));
        Assert.That(new Shard(2, 2).Of(costs, cost => cost), Has.Count.EqualTo(9));
    }

    /// <summary>Catches an array of as many parts as an integer can count.</summary>
    [Test]
    public void Of_more_parts_than_runs_the_first_have_one_run_each()
    {
        Assert.That(new Shard(2, int.MaxValue).Of(["a", "b"], _ => 1), Is.EqualTo(new[] { "b" }));
        Assert.That(new Shard(int.MaxValue, int.MaxValue).Of(["a", "b"], _ => 1), Is.Empty);
    }

    [TestCase("1/1", 1, 1)]
    [TestCase("2/8", 2, 8)]
    [TestCase("8/8", 8, 8)]
    public void A_part_is_read_as_it_is_written(string text, int index, int count) =>
        Assert.That(Shard.Parse(text), Is.EqualTo(new Shard(index, count)));

    [TestCase("0/2")]
    [TestCase("3/2")]
    [TestCase("1")]
    [TestCase("1/2/3")]
    [TestCase("-1/2")]
    [TestCase("a/b")]
    public void Anything_else_is_shown_and_refused(string text) =>
        Assert.That(() => Shard.Parse(text), Throws.ArgumentException.With.Message.Contains($"'{text}'"));
}
