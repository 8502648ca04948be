using System.Numerics;

namespace TimeScales.Cells;

/// <summary>A recurrent cell: which weights it has and, one step at a time, its update, adjoint and Jacobian.</summary>
/// <remarks>
/// <para>Every cell computes pre-activations a = W_rec·x_{t−1} + W_in·u_t, one per <see cref="Preactivation"/>, and then a
/// pointwise update x_t = f(a, x_{t−1}). The linear part, its adjoint and the weight gradients are the same for all cells
/// and live in <see cref="Unroll{T}"/>; a cell states only the pointwise part and its Jacobian.</para>
/// <para>To add a cell, derive from this class in one file and add one line to <see cref="All"/>; the tests' battery then
/// checks it without another line.</para>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. III (state equations) and V (Jacobians). No biases; x_0 = 0.</para>
/// </remarks>
public abstract class Cell
{
    private protected Cell(string name, params Preactivation[] preactivations)
    {
        Name = name;
        Preactivations = preactivations;
    }

    /// <summary>Every cell with its paper defaults, in the order in which lists show them.</summary>
    public static IReadOnlyList<Cell> All { get; } = [new PlainCell(), new LeakyCell(), new ScalarGateCell(), new MultiGateCell()];

    /// <summary>The name used on the command line, in configurations and in results.</summary>
    public string Name { get; }

    /// <summary>The pre-activations, the candidate's first.</summary>
    public IReadOnlyList<Preactivation> Preactivations { get; }

    /// <summary>The cell of that name.</summary>
    /// <exception cref="ArgumentException">No cell has that name; the message lists those that exist.</exception>
    public static Cell ByName(string name) => Catalogue.Find(All, cell => cell.Name, "cell", name);

    /// <summary>Turns pre-activations into activations (tanh of the candidate, logistic of a gate) and writes x_t.</summary>
    internal abstract void Step<T>(CellStep<T> step) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Writes ∂L/∂a from λ = ∂L/∂x_t and replaces λ by the part of ∂L/∂x_{t−1} that bypasses the weights.</summary>
    internal abstract void StepAdjoint<T>(CellStep<T> step) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Writes A_t, the part of J_t that holds the gate fixed.</summary>
    internal abstract void DominantJacobian<T>(CellLinearization<T> at) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Adds the gate-induced part B_t to the Jacobian; nothing for a cell whose gate does not see the state.</summary>
    internal virtual void AddGateJacobian<T>(CellLinearization<T> at) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }

    /// <summary>How much of the candidate unit <paramref name="unit"/> took at this step (g_t), for gate products.</summary>
    internal abstract double Gate<T>(CellLinearization<T> at, int unit) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Whether all units share one gate value at each step.</summary>
    internal abstract bool GateIsShared { get; }
}

/// <summary>One pre-activation of a cell: the names of its weights and whether all units share it.</summary>
/// <param name="Recurrent">Name of the recurrent weight, [H, H], or [1, H] where shared.</param>
/// <param name="Input">Name of the input weight, [H, N], or [1, N] where shared.</param>
/// <param name="Shared">One value for all units of a sequence instead of one per unit.</param>
public sealed record Preactivation(string Recurrent, string Input, bool Shared = false);
