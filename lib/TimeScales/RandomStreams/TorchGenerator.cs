using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TimeScales.RandomStreams;

/// <summary>Draws the same numbers as a CPU <c>torch.Generator</c> with the same seed.</summary>
/// <remarks>
/// <para><b>Agreement</b> with torch 1.13: uniforms, integers and permutations to the bit; normals of 16 and more
/// elements in float32 to 6e-7 (torch uses its own vector logarithm there), all other normals to float64 rounding.</para>
/// <para>The order of draws is part of every result: one generator is never shared between threads.</para>
/// </remarks>
public sealed class TorchGenerator
{
    /// <summary>The constant seed of a generator that was created and not seeded.</summary>
    public const ulong DefaultSeed = 67280421310721;

    /// <summary>From this many elements on, torch draws normals in blocks of 16 uniforms.</summary>
    private const int NormalBlock = 16;

    private readonly MersenneTwister engine;
    private double? cachedNormal;

    /// <summary>A generator with the given seed.</summary>
    public TorchGenerator(ulong seed = DefaultSeed) => engine = new MersenneTwister(seed);

    /// <summary>An integer in [from, to), by the remainder of one 32-bit output.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty.</exception>
    public int NextInteger(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        return (int)(engine.NextUInt32() % (uint)(to - from)) + from;
    }

    /// <summary>A uniform permutation of 0 … count-1 (<c>torch.randperm</c>).</summary>
    public int[] Permutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = 0; i < count - 1; i++)
        {
            var other = i + (int)(engine.NextUInt32() % (uint)(count - i));
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }

    /// <summary>Fills <paramref name="values"/> with uniforms on [from, to).</summary>
    public void FillUniform<T>(Span<T> values, T from, T to) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FillUniform(values);
        var width = to - from;
        for (var i = 0; i < values.Length; i++)
            values[i] = T.FusedMultiplyAdd(values[i], width, from);
    }

    /// <summary>Fills <paramref name="values"/> with uniforms on [0, 1).</summary>
    public void FillUniform<T>(Span<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            FillUnits(MemoryMarshal.Cast<T, float>(values));
            return;
        }
        for (var i = 0; i < values.Length; i++)
            values[i] = T.CreateTruncating(NextUnit());
    }

    /// <summary>Fills <paramref name="values"/> with standard normals (Box-Muller).</summary>
    /// <remarks>
    /// Fewer than 16 elements: pairs in float64, the second value kept for the next call. 16 and more: blocks of 16
    /// uniforms; where 16 does not divide the length, the last 16 elements are drawn again.
    /// </remarks>
    public void FillNormal<T>(Span<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (values.Length < NormalBlock)
        {
            foreach (ref var value in values)
                value = T.CreateChecked(NextNormal());
            return;
        }
        FillUniform(values);
        var whole = values.Length / NormalBlock * NormalBlock;
        for (var start = 0; start < whole; start += NormalBlock)
            BoxMuller(values.Slice(start, NormalBlock));
        if (whole < values.Length)
        {
            var last = values[^NormalBlock..];
            FillUniform(last);
            BoxMuller(last);
        }
    }

    /// <summary>Moves on as far as <paramref name="times"/> calls of <see cref="FillNormal"/> for <paramref name="count"/>
    /// elements would.</summary>
    internal void SkipNormals<T>(int count, int times) where T : unmanaged
    {
        if (count < NormalBlock)
        {
            for (var i = 0; i < count * times; i++)
                NextNormal();
            return;
        }
        var uniforms = count % NormalBlock == 0 ? count : count + NormalBlock;
        var outputs = (long)uniforms * times * (typeof(T) == typeof(float) ? 1 : 2);
        while (outputs > 0)
            outputs -= engine.NextUInt32s((int)Math.Min(outputs, int.MaxValue)).Length;
    }

    /// <summary>Uniforms of 24 bits, one 32-bit output each.</summary>
    private void FillUnits(Span<float> values)
    {
        while (!values.IsEmpty)
        {
            var outputs = engine.NextUInt32s(values.Length);
            var i = 0;
            for (; i + Vector512<uint>.Count <= outputs.Length; i += Vector512<uint>.Count)
            {
                var bits = Vector512.Create(outputs[i..]) & Vector512.Create(0xffffffu);
                (Vector512.ConvertToSingle(bits.AsInt32()) * (1f / 0x1000000)).CopyTo(values[i..]);
            }
            for (; i < outputs.Length; i++)
                values[i] = (outputs[i] & 0xffffffu) * (1f / 0x1000000);
            values = values[outputs.Length..];
        }
    }

    /// <summary>A uniform of 53 bits, from one 64-bit output.</summary>
    private double NextUnit() => (engine.NextUInt64() & 0x1fffffffffffffUL) * (1.0 / 0x20000000000000);

    private double NextNormal()
    {
        if (cachedNormal is { } cached)
        {
            cachedNormal = null;
            return cached;
        }
        var u1 = NextUnit();
        var u2 = NextUnit();
        var radius = Math.Sqrt(-2 * double.LogP1(-u2));
        var (sin, cos) = Math.SinCos(2 * Math.PI * u1);
        cachedNormal = radius * sin;
        return radius * cos;
    }

    /// <summary>Turns 16 uniforms into 16 normals in place: radius from the first eight, angle from the last eight.</summary>
    private static void BoxMuller<T>(Span<T> block) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var single = MemoryMarshal.Cast<T, float>(block);
            var radius = Vector256.Sqrt(-2f * Vector256.Log(Vector256<float>.One - Vector256.Create<float>(single)));
            var (sin, cos) = Vector256.SinCos(2 * MathF.PI * Vector256.Create<float>(single[8..]));
            (radius * cos).CopyTo(single);
            (radius * sin).CopyTo(single[8..]);
            return;
        }
        for (var j = 0; j < 8; j++)
        {
            var radius = T.Sqrt(T.CreateChecked(-2) * T.Log(T.One - block[j]));
            var (sin, cos) = T.SinCos(T.CreateChecked(2) * T.Pi * block[j + 8]);
            block[j] = radius * cos;
            block[j + 8] = radius * sin;
        }
    }
}
