namespace TimeScales.Torch;

/// <summary>What a module leaves behind on a batch.</summary>
/// <param name="Inputs">u, [R, B, T, N].</param>
/// <param name="States">x_0 … x_T, each [R, B, H]; x_0 is the initial state, zero.</param>
/// <param name="Preactivations">a_1 … a_T, each [R, B, K], candidate and gate stacked.</param>
/// <param name="Outputs">ŷ, [R, B].</param>
public sealed record Trajectory(Tensor Inputs, IReadOnlyList<Tensor> States, IReadOnlyList<Tensor> Preactivations, Tensor Outputs)
{
    /// <summary>Mean squared error of each replica, mean over its batch, [R].</summary>
    /// <param name="targets">y, [R, B].</param>
    public Tensor MeanSquaredErrors(Tensor targets)
    {
        var errors = Outputs - targets;
        return (errors * errors).mean([1]);
    }

    /// <summary>x_{t−1} of every step t = 1 … T, [R, B, T, H].</summary>
    internal Tensor PreviousStates() => stack([.. States.Take(States.Count - 1)], 2);

    /// <summary>a_t of every step t = 1 … T, [R, B, T, K].</summary>
    internal Tensor AllPreactivations() => stack([.. Preactivations], 2);
}
