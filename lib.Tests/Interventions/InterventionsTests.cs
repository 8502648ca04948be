using NUnit.Framework;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Interventions;
using TimeScales.RandomStreams;

namespace TimeScales.Tests.Interventions;

internal sealed class InterventionsTests
{
    private static readonly Batch Set = new AddingTask().Draw(new TorchGenerator(5), 6, 12, 4);

    /// <summary>A network that is given its own gates is the network; with other gates it is not.</summary>
    [TestCase("multi")]
    [TestCase("scalar")]
    public void Its_own_gates_change_nothing(string cell)
    {
        var network = new Network<float>(InterventionModel.ByName(cell).Cell, 8, 4).Initialize(new TorchGenerator(3));
        network["bg"].Fill(-1);
        var own = network.Unroll(Set.Inputs, batch: 6);

        double With(string name) => GateReplay.Error(
            network, Set, 12, gates => GateReplay.Ways.First(way => way.Name == name).Replace(gates, new TorchGenerator(1)));

        Assert.That(With("own"), Is.EqualTo(own.Loss(Set.Targets)).Within(1e-3).Percent);
        Assert.That(With("unitMeans"), Is.Not.EqualTo(With("own")).Within(1e-3).Percent);
        // One gate for all units has one mean.
        Assert.That(With("oneMean"), cell == "scalar"
            ? Is.EqualTo(With("unitMeans")).Within(1e-3).Percent : Is.Not.EqualTo(With("unitMeans")).Within(1e-3).Percent);
        Assert.That(With("swappedSequences"), Is.Not.EqualTo(With("own")).Within(1e-3).Percent);
        Assert.That(With("shuffledInTime"), Is.Not.EqualTo(With("own")).Within(1e-3).Percent);
    }

    [Test]
    public void Orthogonal_weights_are_orthogonal_and_the_identity_is()
    {
        float[] First(string model)
        {
            var (m, generator) = (InterventionModel.ByName(model), new TorchGenerator(2));
            var network = new Network<float>(m.Cell, 6, 2).Initialize(generator);
            m.Initialize!(network, generator);
            return network["Wr"].ToArray();
        }
        var q = First("plain-orthogonal");
        for (var i = 0; i < 6; i++)
        {
            for (var j = 0; j < 6; j++)
            {
                Assert.That(Enumerable.Range(0, 6).Sum(k => q[6 * i + k] * q[6 * j + k]), Is.EqualTo(i == j ? 1 : 0).Within(1e-6));
                Assert.That(First("plain-identity")[6 * i + j], Is.EqualTo(i == j ? 1 : 0));
            }
        }
    }

    /// <summary>Every model trains, and those whose gates follow the data are tested with other gates.</summary>
    [Test]
    public void Every_model_runs()
    {
        foreach (var model in InterventionModel.All)
        {
            var run = InterventionsExperiment.Run(Small(model.Name));

            Assert.That(run.Checkpoints, Has.Count.EqualTo(1), model.Name);
            Assert.That(run.Checkpoints[0].Tampered, Has.Count.EqualTo(model.Cell is MultiGateCell or ScalarGateCell ? GateReplay.Ways.Count : 0), model.Name);
        }
    }

    /// <summary>Ten updates with gradients put together lag by lag. Catches a backward pass that is the forward one's, or follows another
    /// trajectory, another optimizer, and the error of one set as that of the other.</summary>
    [Test]
    public void A_reweighted_network_learns_from_every_lag_by_a_power_of_its_own()
    {
        var config = Small("plain-reweighted") with { MostUpdates = 10 };
        var task = new AddingTask();
        var network = new Network<float>(Cell.Plain, 12, 4).Initialize(new TorchGenerator(1));
        var (batches, optimizer, gradient) = (new TorchGenerator(1 + 123), new Adam<float>(3e-3), new float[network.Weights.Length]);
        for (var update = 0; update < 10; update++)
        {
            var (batch, wide) = (task.Draw(batches, 64, 12, 4), network.To<double>());
            var unroll = wide.Unroll([.. batch.Inputs.Select(u => (double)u)], batch: 64);
            var byLag = LagDecomposition.Gradients(wide, unroll, [.. batch.Targets.Select(y => (double)y)]);
            for (var p = 0; p < gradient.Length; p++)
                gradient[p] = (float)byLag.Select((terms, lag) => Math.Pow(1.8, lag) * terms[p]).Sum();
            GradientClipping.Clip<float>(gradient, 1);
            optimizer.Update(network.Weights, gradient);
        }
        double Error(Batch set) => network.Unroll(set.Inputs, batch: 256).Loss(set.Targets);

        var outcome = InterventionsExperiment.Run(config).Checkpoints[0];

        var (validation, test) = (task.Draw(new TorchGenerator(1 + 5000), 256, 12, 4), task.Draw(new TorchGenerator(1 + 6000), 256, 12, 4));
        Assert.That(outcome.ValidationError, Is.EqualTo(Error(validation)).Within(0.01).Percent);
        Assert.That(outcome.TestError, Is.EqualTo(Error(test)).Within(0.01).Percent);
    }

    /// <summary>Catches a model whose difference from its neighbour is lost on the way.</summary>
    [Test]
    public void No_two_models_learn_alike()
    {
        var errors = InterventionModel.All.Select(model => InterventionsExperiment.Run(Small(model.Name)).Checkpoints[0].ValidationError);

        Assert.That(errors, Is.Unique);
    }

    private static InterventionsConfiguration Small(string model) => new()
    {
        Protocol = Protocol.Corrected, Task = "adding", Model = model, Seed = 1, Hidden = 12, Steps = 12, MostUpdates = 20,
    };

    /// <summary>Gates that get no gradient stay as they started; the rest learns.</summary>
    [Test]
    public void A_constant_gate_learns_and_sees_nothing()
    {
        var network = new Network<double>(new ConstantGateCell(), 3, 2).Initialize(new TorchGenerator(1));
        network["bg"].Fill(-1);
        double[] inputs = [0.3, -0.2, 0.5, 0.1, -0.4, 0.2];
        var gradient = network.Unroll(inputs).Gradient([0.7]);

        double Loss(double change)
        {
            network["bg"][1] = -1 + change;
            return network.Unroll(inputs).Loss([0.7]);
        }
        Assert.That(gradient[network.Block("bg").Offset + 1], Is.EqualTo((Loss(1e-6) - Loss(-1e-6)) / 2e-6).Within(1e-7));
    }
}
