using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Interventions;

/// <summary>A network that learns with something about its gates changed, forward or backward.</summary>
/// <remarks>To add one, add a line to <see cref="All"/>.</remarks>
/// <param name="Name">Its name, which stands where other experiments have a cell.</param>
/// <param name="Cell">The cell of the forward pass.</param>
/// <param name="Initialize">Sets what is not as torch's <c>Linear</c> draws it; the generator runs on.</param>
/// <param name="Backward">Along which network the backward pass runs, given the forward one; null for that itself.</param>
/// <param name="Optimizer">Who makes the updates; null for Adam at the step size of the configuration.</param>
public sealed record InterventionModel(
    string Name, Cell Cell, Action<Network<float>, TorchGenerator>? Initialize = null,
        Func<Network<float>, Network<float>>? Backward = null,
    Func<Optimizer<float>>? Optimizer = null)
{
    /// <summary>The gates' first bias, as in the learned regime: a gate of σ(−3) = 0.047.</summary>
    private const float GateBias = -3;

    /// <summary>λ of the untrained network, about 0.54, makes the gates' weight of a lag against that without gates, ρ = g +
    /// (1 − g)/λ, about 1.8.</summary>
    private const float Rho = 1.8f;

    private static readonly Action<Network<float>, TorchGenerator> Shut = (network, _) => network["bg"].Fill(GateBias);

    /// <summary>The models: gates in both passes, in one of them, in none; then what else might do it, other weights of the lags,
    /// other first weights, other step sizes and optimizers.</summary>
    public static IReadOnlyList<InterventionModel> All { get; } =
    [
        new("multi", new MultiGateCell(hasGateBias: true), Shut),
        new("multi-without-b", new MultiGateCell(hasGateBias: true), Shut, WithoutGateWeights),
        new("multi-ungated-backward", new MultiGateCell(hasGateBias: true), Shut, WithoutGates),
        new("scalar", new ScalarGateCell(hasGateBias: true), Shut),
        new("scalar-without-b", new ScalarGateCell(hasGateBias: true), Shut, WithoutGateWeights),
        new("learnt-constants", new ConstantGateCell(), Shut),
        new("leaky", new LeakyCell(1 / (1 + Math.Exp(-GateBias)))),
        new("plain", Cell.Plain),
        new("plain-reweighted-1.4", Cell.Plain, Backward: network => Plain(network, 1.4f)),
        new("plain-reweighted", Cell.Plain, Backward: network => Plain(network, Rho)),
        new("plain-reweighted-2.2", Cell.Plain, Backward: network => Plain(network, 2.2f)),
        new("plain-orthogonal", Cell.Plain, (network, generator) =>
            OrthogonalWeights.Draw(network["Wr"], network.Hidden, generator)),
        new("plain-identity", Cell.Plain, (network, _) => Identity(network["Wr"], network.Hidden)),
        new("plain-adam-0.0003", Cell.Plain, Optimizer: () => new Adam<float>(0.0003)),
        new("plain-adam-0.01", Cell.Plain, Optimizer: () => new Adam<float>(0.01)),
        new("multi-sgd-0.1", new MultiGateCell(hasGateBias: true), Shut, Optimizer: () => new GradientDescent<float>(0.1)),
        new("multi-sgd-1", new MultiGateCell(hasGateBias: true), Shut, Optimizer: () => new GradientDescent<float>(1)),
        new("multi-momentum-0.1", new MultiGateCell(hasGateBias: true), Shut, Optimizer: () =>
            new GradientDescent<float>(0.1, momentum: 0.9)),
    ];

    /// <summary>The models, and behind them the cells that have none: as they are drawn, nothing changed.</summary>
    public static IReadOnlyList<InterventionModel> Known { get; } =
        [.. All, .. Cell.All.Where(cell => All.All(model => model.Name != cell.Name))
            .Select(cell => new InterventionModel(cell.Name, cell))];

    /// <summary>The model of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static InterventionModel ByName(string name) =>
        Catalogue.Find(Known, model => model.Name, "cell of interventions", name);

    /// <summary>Gates do not see the state in the backward pass: B_t is left out.</summary>
    private static Network<float> WithoutGateWeights(Network<float> network)
    {
        var backward = network.To<float>();
        backward["Wrg"].Clear();
        return backward;
    }

    /// <summary>The backward pass of the plain cell: as if there were no gates. They get no gradient, so they
    /// stay as they started.</summary>
    private static Network<float> WithoutGates(Network<float> network) => Plain(network, 1);

    /// <summary>The backward pass of the plain cell with W_r scaled: at a scale of ρ the term of lag h counts ρ^h-fold.</summary>
    private static Network<float> Plain(Network<float> network, float scale)
    {
        var plain = new Network<float>(Cell.Plain, network.Hidden, network.Inputs, network.ReadOut);
        foreach (var block in plain.Blocks)
            network[block.Name].CopyTo(plain[block.Name]);
        foreach (ref var weight in plain["Wr"])
            weight *= scale;
        return plain;
    }

    private static void Identity(Span<float> weights, int size)
    {
        weights.Clear();
        for (var i = 0; i < size; i++)
            weights[i * size + i] = 1;
    }
}
