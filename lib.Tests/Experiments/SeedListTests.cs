using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

internal sealed class SeedListTests
{
    [TestCase("3", new uint[] { 3 })]
    [TestCase("1..3", new uint[] { 1, 2, 3 })]
    [TestCase("0..0", new uint[] { 0 })]
    [TestCase("7,1,5", new uint[] { 7, 1, 5 })]
    [TestCase("2..4,1,3..5", new uint[] { 2, 3, 4, 1, 5 })]
    [TestCase("4294967294..4294967295", new uint[] { 4294967294, 4294967295 })]
    public void Ranges_include_both_ends_and_every_seed_comes_once_where_it_came_first(string text, uint[] seeds) =>
        Assert.That(SeedList.Parse(text), Is.EqualTo(seeds));

    [Test]
    public void A_million_seeds_are_possible_and_one_more_is_not()
    {
        Assert.That(SeedList.Parse("1..1000000"), Has.Count.EqualTo(1_000_000));
        Assert.That(() => SeedList.Parse("1..1000001"), Throws.ArgumentException.With.Message.Contains("'1..1000001'"));
    }

    [TestCase("")]
    [TestCase("1..2..3")]
    [TestCase("..3")]
    [TestCase("1 ,2")]
    [TestCase("+1")]
    [TestCase("2..1")]
    public void Anything_else_is_shown_and_refused(string text) =>
        Assert.That(() => SeedList.Parse(text), Throws.ArgumentException.With.Message.Contains($"'{text}'"));
}
