using TimeScales.RandomStreams;
using TimeScales.Tests.Golden;

namespace TimeScales.Tests.Estimators;

internal sealed class TripleTests
{
    /// <summary>Golden/triples.json: candidates listed b by b, t = h … T−1, k = t − h, sampled by NumPy's choice; one stream for all lags.</summary>
    [Test]
    public void Triples_equal_NumPy_s_choice_among_the_listed_candidates()
    {
        var golden = GoldenFile.Read("triples.json");
        int Number(string name) => golden.GetProperty(name).GetInt32();
        var generator = new NumpyGenerator((uint)Number("seed"));
        foreach (var lag in new[] { 1, 5, 38 })
        {
            var expected = golden.GetProperty($"lag {lag}").EnumerateArray().Select(t => t.Integers()).Select(t => new Triple(t[0], t[1], t[2]));

            Assert.That(Triple.Draw(generator, Number("sequences"), Number("steps"), lag, Number("count")), Is.EqualTo(expected), $"lag {lag}");
        }
    }

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(9)]
    public void Where_all_are_taken_t_runs_from_the_lag_to_T_minus_1_and_k_from_0(int lag)
    {
        const int steps = 10;
        var all = Triple.Draw(new NumpyGenerator(1), 2, steps, lag, 2 * (steps - lag));

        Assert.That(all, Has.Length.EqualTo(2 * (steps - lag)).And.Unique);
        Assert.That(all.Select(t => t.T - t.K), Has.All.EqualTo(lag));
        Assert.That(all.Min(t => t.K), Is.Zero);
        Assert.That(all.Max(t => t.T), Is.EqualTo(steps - 1), "J_T is never used");
        Assert.That(all.Select(t => t.Sequence).Distinct(), Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void Too_few_candidates_draw_nothing()
    {
        var (used, fresh) = (new NumpyGenerator(3), new NumpyGenerator(3));
        Triple.Draw(used, 2, 10, 9, 64);

        Assert.That(used.Choice(100, 5), Is.EqualTo(fresh.Choice(100, 5)));
    }
}
