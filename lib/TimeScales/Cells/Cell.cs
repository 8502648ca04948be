using System.Numerics;

namespace TimeScales;

/// <summary>A recurrent cell: which weights it has and, one step at a time, its update, adjoint and Jacobian.</summary>
/// <remarks>
/// <para>Every cell computes pre-activations a = W_rec·x_{t−1} + W_in·u_t + b, one per <see cref="Preactivation"/>, and then a
/// pointwise update x_t = f(a, x_{t−1}). The linear part, its adjoint and the weight gradients are the same for all cells
/// and live in <see cref="Unroll{T}"/>; a cell states only the pointwise part and its Jacobian.</para>
/// <para>The state of a cell with memory is (h, c): weights and read-out see h, and c is carried beside it.</para>
/// <para>To add a cell, derive from this class in one file and add one line to <see cref="All"/>; the tests' battery then
/// checks it without another line.</para>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. III (state equations) and V (Jacobians). The paper's cells have no biases; x_0 = 0.</para>
/// </remarks>
public abstract class Cell
{
    private protected Cell(string name, params Preactivation[] preactivations)
    {
        Name = name;
        Preactivations = preactivations;
    }

    /// <summary>Every cell with its paper defaults, in the order in which lists show them.</summary>
    public static IReadOnlyList<Cell> All { get; } =
    [
        new PlainCell(), new LeakyCell(), new ScalarGateCell(), new MultiGateCell(), new GruCell(), new LstmCell(),
    ];

    /// <summary>The name used on the command line, in configurations and in results.</summary>
    public string Name { get; }

    /// <summary>The pre-activations, the candidate's first.</summary>
    public IReadOnlyList<Preactivation> Preactivations { get; }

    /// <summary>Whether the state is (h, c): a memory c beside what weights and read-out see.</summary>
    public virtual bool HasMemory => false;

    /// <summary>Components of the state of <paramref name="hidden"/> units: H, or 2H with memory, h first.</summary>
    public int StateSize(int hidden) => HasMemory ? 2 * hidden : hidden;

    /// <summary>The cell of that name.</summary>
    /// <exception cref="ArgumentException">No cell has that name; the message lists those that exist.</exception>
    public static Cell ByName(string name) => Catalogue.Find(All, cell => cell.Name, "cell", name);

    /// <summary>Turns pre-activations into activations (tanh of the candidate, logistic of a gate) and writes x_t.</summary>
    internal abstract void Step<T>(CellStep<T> step) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Writes ∂L/∂a from λ = ∂L/∂x_t and replaces λ by the part of ∂L/∂x_{t−1} that bypasses the weights.</summary>
    internal abstract void StepAdjoint<T>(CellStep<T> step) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Writes A_t, the part of J_t that holds the gates fixed.</summary>
    internal abstract void DominantJacobian<T>(CellLinearization<T> at) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Adds the gate-induced part B_t to the Jacobian; nothing for a cell whose gates do not see the state.</summary>
    internal virtual void AddGateJacobian<T>(CellLinearization<T> at) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }

    /// <summary>How much of the candidate unit <paramref name="unit"/> took at this step (g_t), for gate products.</summary>
    internal abstract double Gate<T>(CellLinearization<T> at, int unit) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>How much of its previous value unit <paramref name="unit"/> kept at this step, weights aside: 1 − g_t, or what a forget gate says.</summary>
    internal virtual T Carry<T>(CellLinearization<T> at, int unit) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.One - T.CreateChecked(Gate(at, unit));

    /// <summary>∂h_t/∂c_t of unit <paramref name="unit"/>, by which the memory shows in the state; 1 where the state is its own memory.</summary>
    internal virtual double Exposure<T>(CellLinearization<T> at, int unit) where T : unmanaged, IBinaryFloatingPointIeee754<T> => 1;

    /// <summary>Whether all units share one gate value at each step.</summary>
    internal abstract bool GateIsShared { get; }
}

/// <summary>One pre-activation of a cell: the names of its weights and whether all units share it.</summary>
/// <param name="Recurrent">Name of the recurrent weight, [H, H], or [1, H] where shared; null where it does not see the state.</param>
/// <param name="Input">Name of the input weight, [H, N], or [1, N] where shared; null where it does not see the inputs.</param>
/// <param name="Shared">One value for all units of a sequence instead of one per unit.</param>
/// <param name="Bias">Name of the bias, [H, 1], or [1, 1] where shared; null without one.</param>
public sealed record Preactivation(string? Recurrent, string? Input, bool Shared = false, string? Bias = null);
