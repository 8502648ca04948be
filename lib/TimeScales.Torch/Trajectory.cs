namespace TimeScales.Torch;

/// <summary>What a recurrent module leaves behind on a batch of sequences, time first as in torch.</summary>
/// <remarks>The module is any one that maps (input, state) to the next state: a cell of this library, with or without replicas,
/// or a reader's own. All estimators of this engine take a trajectory.</remarks>
/// <param name="Module">f of x_t = f(u_t, x_{t−1}).</param>
/// <param name="Inputs">u, [T, B, N], or [T, R, B, N].</param>
/// <param name="States">x_0 … x_T, [B, S] each, or [R, B, S].</param>
public sealed record Trajectory(nn.Module<Tensor, Tensor, Tensor> Module, Tensor Inputs, IReadOnlyList<Tensor> States)
{
    /// <summary>T.</summary>
    public int Steps => States.Count - 1;

    /// <summary>B.</summary>
    public int Batch => (int)Inputs.shape[^2];

    /// <summary>R; 1 without a replica axis.</summary>
    internal int Replicas => HasReplicas ? (int)Inputs.shape[1] : 1;

    /// <summary>S.</summary>
    internal int StateSize => (int)States[0].shape[^1];

    /// <summary>What came from the input and from the state at every step, […, B, K] each; null for a module that is no
    /// cell of this library.</summary>
    internal IReadOnlyList<(Tensor FromInput, Tensor FromState)>? Preactivations { get; private init; }

    private bool HasReplicas => Inputs.dim() == 4;

    /// <summary>Runs a cell of this library over a batch from x_0 = 0.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">u, [T, B, N], or [T, R, B, N] for a cell with replicas.</param>
    public static Trajectory Of(TorchCell cell, Tensor inputs)
    {
        var steps = (int)inputs.shape[0];
        var states = new Tensor[steps + 1];
        var preactivations = new (Tensor FromInput, Tensor FromState)[steps];
        // Followed where the inputs are, or nothing would lead back to the biases of the first step.
        states[0] = zeros([.. inputs.shape[1..^1], cell.StateSize], inputs.dtype, inputs.device)
            .requires_grad_(inputs.requires_grad);
        // All inputs in one product; replica by replica, so that no weight is repeated for every step.
        var driven = FromPoints(cell.FromInput(ToPoints(inputs)), inputs).unbind(0);
        for (var t = 0; t < steps; t++)
        {
            preactivations[t] = (driven[t], cell.FromState(states[t]));
            states[t + 1] = cell.Step(driven[t], preactivations[t].FromState, states[t]);
        }
        return new Trajectory(cell, inputs, states) { Preactivations = preactivations };
    }

    /// <summary>Runs any module over a batch.</summary>
    /// <param name="module">Maps input, [B, N], and state, [B, S], to the next state, [B, S].</param>
    /// <param name="inputs">u, [T, B, N].</param>
    /// <param name="initial">x_0, [B, S].</param>
    /// <exception cref="ArgumentException">The next state has another shape than the state.</exception>
    public static Trajectory Of(nn.Module<Tensor, Tensor, Tensor> module, Tensor inputs, Tensor initial)
    {
        List<Tensor> states = [initial];
        foreach (var input in inputs.unbind(0))
        {
            var next = module.call(input, states[^1]);
            if (!next.shape.SequenceEqual(initial.shape))
                throw new ArgumentException(
                    $"The module's next state has the shape [{string.Join(", ", next.shape)}]; a state has "
                    + $"[{string.Join(", ", initial.shape)}].");
            states.Add(next);
        }
        return new Trajectory(module, inputs, states);
    }

    /// <summary>u_t and x_{t−1} of every step of some sequences as points, t by t: [T·b, ·], or [R, T·b, ·].</summary>
    internal (Tensor Inputs, Tensor States) Points(int first, int count)
    {
        var states = stack([.. States.Take(Steps)], 0);
        return (ToPoints(Inputs.narrow(-2, first, count)), ToPoints(states.narrow(-2, first, count)));
    }

    /// <summary>The places of steps among the points of a replica, which lie t by t; a step later
    /// is a batch further on.</summary>
    internal Tensor Places(IEnumerable<(int Sequence, int T)> steps) =>
        tensor([.. steps.Select(s => (long)(s.T - 1) * Batch + s.Sequence)]).to(Inputs.device);

    /// <summary>Throws one sentence unless products of so many factors can end at those steps.</summary>
    internal void RequireEnds(int lag, IEnumerable<(int Sequence, int T)> ends)
    {
        if (lag < 1 || lag > Steps)
            throw new ArgumentException($"The lag {lag} is impossible with {Steps} steps; lags of products are 1 … {Steps}.");
        foreach (var (sequence, t) in ends)
        {
            if (sequence < 0 || sequence >= Batch || t < lag || t > Steps)
                throw new ArgumentException(
                    $"A product of lag {lag} cannot end at step {t} of sequence {sequence}; sequences are "
                    + $"0 … {Batch - 1}, steps {lag} … {Steps}.");
        }
    }

    /// <summary>[T, R, B, ·] to [R, T·B, ·], [T, B, ·] to [T·B, ·].</summary>
    private static Tensor ToPoints(Tensor values) => values.dim() == 4 ? values.transpose(0, 1)
        .flatten(1, 2) : values.flatten(0, 1);

    /// <summary>The way back.</summary>
    private static Tensor FromPoints(Tensor points, Tensor like) => like.dim() == 4
        ? points.reshape(like.shape[1], like.shape[0], like.shape[2], -1).transpose(0, 1)
        : points.reshape(like.shape[0], like.shape[1], -1);
}
