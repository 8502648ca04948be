namespace TimeScales.RandomStreams;

/// <summary>Draws the same numbers as NumPy's legacy <c>RandomState</c> with the same integer seed.</summary>
public sealed class NumpyGenerator
{
    private readonly MersenneTwister engine;

    /// <summary>A generator with the given seed.</summary>
    public NumpyGenerator(uint seed) => engine = new MersenneTwister(seed);

    /// <summary>A sample without replacement from 0 … population-1: the head of a whole shuffle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sample is larger than the population.</exception>
    public int[] Choice(int population, int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, population);
        var order = Enumerable.Range(0, population).ToArray();
        for (var i = population - 1; i >= 1; i--)
        {
            var other = NextUpTo((uint)i);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order[..size];
    }

    /// <summary>An integer in [0, largest]: masked draws until one fits.</summary>
    private uint NextUpTo(uint largest)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(largest);
        uint draw;
        do
            draw = engine.NextUInt32() & mask;
        while (draw > largest);
        return draw;
    }
}
