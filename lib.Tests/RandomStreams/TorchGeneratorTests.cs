using NUnit.Framework;
using TimeScales.RandomStreams;
using TimeScales.Tests.Golden;

namespace TimeScales.Tests.RandomStreams;

/// <summary>Against torch itself: Golden/streams.json names the expression behind every value.</summary>
internal sealed class TorchGeneratorTests
{
    /// <summary>Absolute; torch's own vector logarithm and cosine differ from ours in the last places of float32. Largest seen: 2.4e-7.</summary>
    private const double VectorNormals = 6e-7;

    /// <summary>Absolute, on values up to 3: the libraries' logarithms and cosines may differ in the last place.</summary>
    private const double ScalarNormals = 1e-15;

    [Test]
    public void Uniforms_in_float32_equal_torch_to_the_bit() => Assert.That(Uniforms<float>("uniform_float32", 20), Is.EqualTo(Draw("uniform_float32").Floats()));

    [Test]
    public void Uniforms_in_float64_equal_torch_to_the_bit() => Assert.That(Uniforms<double>("uniform_float64", 20), Is.EqualTo(Draw("uniform_float64").Doubles()));

    [Test]
    public void Uniforms_equal_torch_after_the_engine_has_renewed_its_state() =>
        Assert.That(Uniforms<float>("uniform_float32_past_the_state", 1300)[^8..], Is.EqualTo(Draw("uniform_float32_past_the_state").Floats()));

    [Test]
    public void Only_the_low_half_of_a_64_bit_seed_counts()
    {
        Assert.That(Uniforms<float>("uniform_large_seed", 6), Is.EqualTo(Draw("uniform_large_seed").Floats()));

        var low = new float[6];
        new TorchGenerator(5).FillUniform(low.AsSpan());
        Assert.That(low, Is.EqualTo(Draw("uniform_large_seed").Floats()));
    }

    [Test]
    public void Integers_equal_torch()
    {
        var g = Generator("integers");
        foreach (var (draw, from, to) in new[] { (0, 0, 40), (1, 40, 80), (2, 0, 1000003) })
        {
            var expected = Draw("integers", draw).Integers();
            Assert.That(expected.Select(_ => g.NextInteger(from, to)).ToArray(), Is.EqualTo(expected));
        }
    }

    [Test]
    public void An_empty_interval_of_integers_is_refused() =>
        Assert.That(() => new TorchGenerator(1).NextInteger(3, 3), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Permutations_equal_torch()
    {
        var g = Generator("permutation");
        for (var draw = 0; draw < 4; draw++)
        {
            var expected = Draw("permutation", draw).Integers();
            Assert.That(g.Permutation(expected.Length), Is.EqualTo(expected));
        }
    }

    /// <summary>1, 5, 15 and 3 at a time: the second normal of a pair waits for the next call.</summary>
    [Test]
    public void Fewer_than_16_normals_come_in_pairs_that_outlive_a_call()
    {
        var (single, wide) = (Generator("normal_short_float32"), Generator("normal_short_float64"));
        for (var draw = 0; draw < 4; draw++)
        {
            var expected32 = Draw("normal_short_float32", draw).Floats();
            var expected64 = Draw("normal_short_float64", draw).Doubles();
            Assert.That(Normals<float>(single, expected32.Length), Is.EqualTo(expected32));
            Assert.That(Normals<double>(wide, expected64.Length), Is.EqualTo(expected64).Within(ScalarNormals));
        }
    }

    /// <summary>17 and 45 are no multiples of 16: the last 16 elements are drawn again.</summary>
    [Test]
    public void Normals_in_blocks_of_16_equal_torch([Values(16, 17, 32, 45, 64)] int count)
    {
        var (single, wide) = ($"normal_{count}_float32", $"normal_{count}_float64");

        Assert.That(Normals<float>(Generator(single), count), Is.EqualTo(Draw(single).Floats()).Within(VectorNormals));
        Assert.That(Normals<double>(Generator(wide), count), Is.EqualTo(Draw(wide).Doubles()).Within(ScalarNormals));
    }

    [Test]
    public void Draws_of_different_kinds_share_one_stream()
    {
        var g = Generator("mixed");
        var uniforms = new float[3];

        Assert.That(Normals<double>(g, 3), Is.EqualTo(Draw("mixed", 0).Doubles()).Within(ScalarNormals));
        g.FillUniform(uniforms.AsSpan());
        Assert.That(uniforms, Is.EqualTo(Draw("mixed", 1).Floats()));
        Assert.That(g.Permutation(5), Is.EqualTo(Draw("mixed", 2).Integers()));
        // The half pair of the first draw comes first.
        Assert.That(Normals<double>(g, 2), Is.EqualTo(Draw("mixed", 3).Doubles()).Within(ScalarNormals));
        Assert.That(Normals<double>(g, 20), Is.EqualTo(Draw("mixed", 4).Doubles()).Within(ScalarNormals));
        g.FillUniform(uniforms.AsSpan(0, 2));
        Assert.That(uniforms[..2], Is.EqualTo(Draw("mixed", 5).Floats()));
    }

    [Test]
    public void A_generator_without_a_seed_has_torch_s_constant_seed()
    {
        var values = new float[8];
        new TorchGenerator().FillUniform(values.AsSpan());

        Assert.That(Draw("default_seed").GetUInt64(), Is.EqualTo(TorchGenerator.DefaultSeed));
        Assert.That(values, Is.EqualTo(Draw("default_seed", 1).Floats()));
    }

    /// <summary>The blocks of a plain network with H = 3, N = 2 are Linear(3,3), Linear(2,3), Linear(3,1) in this order.</summary>
    [Test]
    public void Initial_weights_equal_torch_s_Linear_to_the_bit()
    {
        var expected = Enumerable.Range(0, 3).SelectMany(draw => Draw("linear", draw).Floats());

        var network = new Network<float>(Cell.ByName("plain"), hidden: 3, inputs: 2).Initialize(Generator("linear"));

        Assert.That(network.Weights, Is.EqualTo(expected));
    }

    /// <summary>torch reaches the bound 1/√in as √3 · √(2/6)/√in, which differs from it in the last place of float64; twice the bound by two.</summary>
    [Test]
    public void Initial_weights_in_float64_equal_torch_s_Linear_to_two_units_in_the_last_place()
    {
        var network = new Network<double>(Cell.ByName("plain"), hidden: 3, inputs: 2).Initialize(Generator("linear_float64"));

        Assert.That(network["Wr"].ToArray(), Is.EqualTo(Draw("linear_float64").Doubles()).Within(2).Ulps);
    }

    private static TorchGenerator Generator(string entry) => new(GoldenFile.Read("streams.json").GetProperty(entry).GetProperty("seed").GetUInt64());

    private static System.Text.Json.JsonElement Draw(string entry, int draw = 0) =>
        GoldenFile.Read("streams.json").GetProperty(entry).GetProperty("draws")[draw].GetProperty("values");

    private static T[] Uniforms<T>(string entry, int count) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var values = new T[count];
        Generator(entry).FillUniform(values.AsSpan());
        return values;
    }

    private static T[] Normals<T>(TorchGenerator generator, int count) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var values = new T[count];
        generator.FillNormal(values.AsSpan());
        return values;
    }
}
