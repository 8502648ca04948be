using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Departures;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.Anisotropy;

/// <summary>One model alone draws what it would draw between the other two.</summary>
internal sealed class StreamTests
{
    private const int Updates = 3, Checkpoints = 2, Rounds = 3;

    /// <summary>3 × 10 × 2 = 60 inputs and 7 × P gradients: no multiples of 16, so that tails are drawn again.</summary>
    private static AnisotropyConfiguration Configuration(string cell) => new()
    {
        Protocol = Protocol.Published, Task = "adding", Cell = cell, Seed = 11,
        Hidden = 5, Inputs = 2, Steps = 10, BatchSize = 3, GradientRows = 7, Rank = 3,
    };

    [Test]
    public void Weights_and_jitters_of_one_model_stand_where_the_released_order_has_them([Values("plain", "scalar", "multi")] string cell)
    {
        var (weights, expected) = ReleasedOrder(cell);
        var streams = new AnisotropyStreams(Configuration(cell));
        var actual = new List<float[]>();

        Assert.That(streams.Network.Weights, Is.EqualTo(weights));
        streams.SkipToTraining(Updates);
        for (var update = 0; update < Updates; update++)
            actual.Add(Jitter(streams));
        streams.SkipAfterTraining(Updates);
        for (var checkpoint = 0; checkpoint < Checkpoints; checkpoint++)
        {
            streams.SkipToGradients();
            for (var round = 0; round < Rounds; round++)
                actual.Add(Jitter(streams));
            streams.Global.FillNormal(new double[7 * weights.Length].AsSpan());
            streams.SkipAfterGradients();
        }

        Assert.That(actual, Has.Count.EqualTo(Updates + Checkpoints * Rounds));
        Assert.That(actual, Is.EqualTo(expected));
    }

    [Test]
    public void Without_the_jitter_nothing_is_drawn_after_the_weights()
    {
        var streams = new AnisotropyStreams(Configuration("scalar") with { Protocol = Protocol.Corrected });
        var expected = new TorchGenerator(11);
        foreach (var cell in new[] { "plain", "scalar", "multi" })
            new Network<float>(Cell.ByName(cell), 5, 2).Initialize(expected);

        streams.SkipToTraining(Updates);
        Assert.That(Jitter(streams), Has.All.Zero);
        streams.SkipAfterTraining(Updates);
        streams.SkipToGradients();
        streams.SkipAfterGradients();

        Assert.That(streams.Global.NextInteger(0, int.MaxValue), Is.EqualTo(expected.NextInteger(0, int.MaxValue)));
    }

    /// <summary>Three models' weights; every model's training noise; at each checkpoint every model's probe noise and its gradient matrix's.</summary>
    private static (float[] Weights, List<float[]> Jitters) ReleasedOrder(string cell)
    {
        string[] cells = ["plain", "scalar", "multi"];
        var global = new TorchGenerator(11);
        var networks = cells.Select(name => new Network<float>(Cell.ByName(name), 5, 2).Initialize(global)).ToArray();
        var mine = new List<float[]>();
        void Noise(int model, int times)
        {
            for (var i = 0; i < times; i++)
            {
                var noise = new float[60];
                global.FillNormal(noise.AsSpan());
                if (cells[model] == cell)
                    mine.Add(Array.ConvertAll(noise, x => 1e-6f * x));
            }
        }

        for (var model = 0; model < 3; model++)
            Noise(model, Updates);
        for (var checkpoint = 0; checkpoint < Checkpoints; checkpoint++)
        {
            for (var model = 0; model < 3; model++)
            {
                Noise(model, Rounds);
                global.FillNormal(new double[7 * networks[model].Weights.Length].AsSpan());
            }
        }
        return (networks[Array.IndexOf(cells, cell)].Weights, mine);
    }

    private static float[] Jitter(AnisotropyStreams streams)
    {
        var inputs = new float[60];
        streams.Jitter(inputs);
        return inputs;
    }
}
