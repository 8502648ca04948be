namespace TimeScales.RandomStreams;

/// <summary>The MT19937 generator of Matsumoto and Nishimura, seeded as <c>init_genrand</c> does.</summary>
/// <remarks>
/// <b>Source.</b> M. Matsumoto, T. Nishimura, ACM TOMACS 8 (1998) 3-30, with the 2002 initialisation.
/// Both torch (CPU) and NumPy's legacy generator draw from this engine.
/// </remarks>
public sealed class MersenneTwister
{
    private const int StateLength = 624;
    private const int MiddleOffset = 397;

    private readonly uint[] state = new uint[StateLength];
    private int position = StateLength;

    /// <summary>Starts the engine from a seed, of which the low 32 bits count.</summary>
    public MersenneTwister(ulong seed)
    {
        state[0] = (uint)seed;
        for (uint i = 1; i < StateLength; i++)
        {
            var previous = state[i - 1];
            state[i] = 1812433253u * (previous ^ (previous >> 30)) + i;
        }
    }

    /// <summary>The next tempered 32-bit output.</summary>
    public uint NextUInt32()
    {
        if (position == StateLength)
            Regenerate();
        var y = state[position++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// <summary>Two 32-bit outputs as one 64-bit integer; the first draw is the high half.</summary>
    public ulong NextUInt64()
    {
        var high = (ulong)NextUInt32();
        return (high << 32) | NextUInt32();
    }

    private void Regenerate()
    {
        var s = state;
        for (var i = 0; i < StateLength - MiddleOffset; i++)
            s[i] = s[i + MiddleOffset] ^ Twist(s[i], s[i + 1]);
        for (var i = StateLength - MiddleOffset; i < StateLength - 1; i++)
            s[i] = s[i + MiddleOffset - StateLength] ^ Twist(s[i], s[i + 1]);
        s[StateLength - 1] = s[MiddleOffset - 1] ^ Twist(s[StateLength - 1], s[0]);
        position = 0;
    }

    private static uint Twist(uint upper, uint lower)
    {
        var mixed = (upper & 0x80000000u) | (lower & 0x7fffffffu);
        return (mixed >> 1) ^ (0u - (mixed & 1u) & 0x9908b0dfu);
    }
}
