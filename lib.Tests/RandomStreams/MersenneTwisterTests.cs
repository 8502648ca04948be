using NUnit.Framework;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.RandomStreams;

internal sealed class MersenneTwisterTests
{
    /// <summary>The C++ standard (rand.predef) requires this of std::mt19937 with its default seed 5489.</summary>
    [Test]
    public void The_ten_thousandth_output_of_the_default_seed_is_the_standard_s()
    {
        var engine = new MersenneTwister(5489);
        for (var i = 1; i < 10000; i++)
            engine.NextUInt32();

        Assert.That(engine.NextUInt32(), Is.EqualTo(4123659995u));
    }

    [Test]
    public void The_first_draw_is_the_high_half_of_a_64_bit_output()
    {
        var (halves, whole) = (new MersenneTwister(42), new MersenneTwister(42));
        var (first, second) = (halves.NextUInt32(), halves.NextUInt32());

        Assert.That(whole.NextUInt64(), Is.EqualTo(((ulong)first << 32) + second));
    }
}
