using System.Runtime.Intrinsics;

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
    private readonly uint[] outputs = new uint[StateLength];
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
        return outputs[position++];
    }

    /// <summary>The outputs that come next, as many as are ready but at most <paramref name="most"/>; at least one.</summary>
    public ReadOnlySpan<uint> NextUInt32s(int most)
    {
        if (position == StateLength)
            Regenerate();
        var ready = outputs.AsSpan(position, Math.Min(most, StateLength - position));
        position += ready.Length;
        return ready;
    }

    /// <summary>Two 32-bit outputs as one 64-bit integer; the first draw is the high half.</summary>
    public ulong NextUInt64()
    {
        var high = (ulong)NextUInt32();
        return (high << 32) | NextUInt32();
    }

    /// <summary>The recurrence over the whole state, sixteen words at a time: word i needs i + 1 and i + 397, both still old
    /// (or, near the end, already new) when a block is read whole before it is written.</summary>
    private void Regenerate()
    {
        var s = state;
        Advance(0, StateLength - MiddleOffset, MiddleOffset);
        Advance(StateLength - MiddleOffset, StateLength - 1, MiddleOffset - StateLength);
        s[^1] = s[MiddleOffset - 1] ^ Twist(Vector512.Create(s[^1]), Vector512.Create(s[0])).ToScalar();

        for (var i = 0; i < StateLength; i += Vector512<uint>.Count)
        {
            var y = Vector512.Create<uint>(s.AsSpan(i));
            y ^= y >>> 11;
            y ^= (y << 7) & Vector512.Create(0x9d2c5680u);
            y ^= (y << 15) & Vector512.Create(0xefc60000u);
            (y ^ (y >>> 18)).CopyTo(outputs.AsSpan(i));
        }
        position = 0;
    }

    private void Advance(int from, int to, int offset)
    {
        var s = state;
        var i = from;
        for (; i + Vector512<uint>.Count <= to; i += Vector512<uint>.Count)
        {
            var twisted = Twist(Vector512.Create<uint>(s.AsSpan(i)), Vector512.Create<uint>(s.AsSpan(i + 1)));
            (Vector512.Create<uint>(s.AsSpan(i + offset)) ^ twisted).CopyTo(s.AsSpan(i));
        }
        for (; i < to; i++)
            s[i] = s[i + offset] ^ Twist(Vector512.Create(s[i]), Vector512.Create(s[i + 1])).ToScalar();
    }

    private static Vector512<uint> Twist(Vector512<uint> upper, Vector512<uint> lower)
    {
        var mixed = (upper & Vector512.Create(0x80000000u)) | (lower & Vector512.Create(0x7fffffffu));
        var odd = Vector512<uint>.Zero - (mixed & Vector512<uint>.One);
        return (mixed >>> 1) ^ (odd & Vector512.Create(0x9908b0dfu));
    }
}
