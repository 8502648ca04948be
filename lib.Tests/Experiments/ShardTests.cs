using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

internal sealed class ShardTests
{
    [Test]
    public void The_parts_have_every_run_once_take_every_nth_and_differ_in_size_by_one_at_most([Values(1, 2, 3, 7, 12)] int count)
    {
        var runs = Enumerable.Range(0, 10).ToArray();
        var parts = Enumerable.Range(1, count).Select(i => new Shard(i, count).Of(runs)).ToArray();

        Assert.That(parts.SelectMany(part => part), Is.EquivalentTo(runs));
        for (var i = 0; i < count; i++)
            Assert.That(parts[i], Is.EqualTo(runs.Where(run => run % count == i)), $"part {i + 1}");
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
