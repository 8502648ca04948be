using System.Numerics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>A recurrent cell: which weights it has, and what it does to each unit.</summary>
/// <remarks>
/// <para>Every cell computes pre-activations a = W_rec·x_{t−1} + W_in·u_t + b, one per <see cref="Preactivation"/>, and then a
/// pointwise update x_t = f(a, x_{t−1}), its <see cref="IEquation"/>, which states the slopes as well. All else follows from
/// these: ∂L/∂a_i = λ ⊙ ∂x/∂a_i for backpropagation, and J_t = Σ_i diag(∂x/∂a_i) W_i + diag(∂x/∂x_{t−1}), whose gates' terms
/// are B_t.</para>
/// <para>The state of a cell with memory is (h, c): weights and read-out see h, and c is carried beside it.</para>
/// <para>To add a cell, derive from <see cref="Cell{TEquation}"/>, here in one file with one line in <see cref="All"/> and one
/// for its oracle, or in a notebook.</para>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. III (state equations) and V (Jacobians). The paper's cells have no biases; x_0 =
/// 0.</para>
/// </remarks>
public abstract class Cell
{
    internal const string ReadOutWeight = "Wo";

    private protected Cell(string name, Preactivation[] preactivations)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (preactivations is [])
            throw new ArgumentException($"The cell '{name}' has no pre-activation; it needs one at least.");
        var weights = preactivations.SelectMany(p => new[] { p.Recurrent, p.Input, p.Bias }).OfType<string>()
            .Append(ReadOutWeight);
        if (weights.GroupBy(weight => weight).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The cell '{name}' names two weights '{twice.Key}'; {ReadOutWeight} is the read-out's.");
        if (Array.FindIndex(preactivations, p => p is { Recurrent: null, Input: null, Bias: null }) is var none and >= 0)
            throw new ArgumentException($"Pre-activation {none} of the cell '{name}' has no weight.");
        Name = name;
        Preactivations = preactivations;
        GateIsShared = !preactivations.Any(p => p is { IsGate: true, Shared: false });
    }

    /// <summary>x_t = tanh(a_t).</summary>
    public static Cell Plain { get; } = new PlainCell();

    /// <summary>A constant gate, α = 0.8.</summary>
    public static Cell Leaky { get; } = new LeakyCell();

    /// <summary>One gate for all units.</summary>
    public static Cell Scalar { get; } = new ScalarGateCell();

    /// <summary>One gate per unit.</summary>
    public static Cell Multi { get; } = new MultiGateCell();

    /// <summary>The gated recurrent unit.</summary>
    public static Cell Gru { get; } = new GruCell();

    /// <summary>Long short-term memory.</summary>
    public static Cell Lstm { get; } = new LstmCell();

    /// <summary>Every cell with its paper defaults, in the order in which lists show them.</summary>
    public static IReadOnlyList<Cell> All { get; } = [Plain, Leaky, Scalar, Multi, Gru, Lstm];

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

    /// <summary>Whether all units share one gate value at each step; no gate is one for all.</summary>
    internal bool GateIsShared { get; }

    /// <summary>Turns the pre-activations of a step into x_t, unit by unit.</summary>
    internal abstract void Step<T>(CellStep<T> step) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Writes ∂L/∂a from λ = ∂L/∂x_t and replaces λ by the part of ∂L/∂x_{t−1} that bypasses the weights.</summary>
    internal abstract void StepAdjoint<T>(CellStep<T> step) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Writes A_t and B_t, or their sum, of one sequence.</summary>
    internal abstract void Jacobian<T>(CellStep<T> step, int sequence, JacobianRows<T> jacobian)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>What a unit took of its candidate and kept of itself.</summary>
    internal abstract (T Taken, T Kept) Gate<T>(CellStep<T> step, int sequence, int unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>∂h_t/∂c_t of a unit, by which the memory shows in the state; 1 where the state is its own memory.</summary>
    internal abstract T Exposure<T>(CellStep<T> step, int sequence, int unit) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The slopes of all units of a sequence.</summary>
    internal abstract UnitSlopes Slopes<T>(CellStep<T> step, int sequence, int hidden)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>A cell of one's own: its weights by name, and its equation.</summary>
/// <typeparam name="TEquation">What it does to each unit.</typeparam>
/// <param name="name">Its name.</param>
/// <param name="equation">The equation, with the constants that it needs.</param>
/// <param name="preactivations">Its pre-activations, the candidate's first; the equation knows them by their number.</param>
/// <exception cref="ArgumentException">There is no pre-activation, one has no weight, or two weights have one name.</exception>
public class Cell<TEquation>(string name, TEquation equation, params Preactivation[] preactivations) : Cell(name, preactivations)
    where TEquation : struct, IEquation
{
    internal sealed override void Step<T>(CellStep<T> step) => Pointwise.Step(equation, step);

    internal sealed override void StepAdjoint<T>(CellStep<T> step) => Pointwise.StepAdjoint(equation, step);

    internal sealed override void Jacobian<T>(CellStep<T> step, int sequence, JacobianRows<T> jacobian) =>
        Pointwise.Jacobian(equation, step, sequence, jacobian);

    internal sealed override (T Taken, T Kept) Gate<T>(CellStep<T> step, int sequence, int unit) =>
        Pointwise.Gate(equation, step, sequence, unit);

    internal sealed override T Exposure<T>(CellStep<T> step, int sequence, int unit) =>
        Pointwise.Exposure(equation, step, sequence, unit);

    internal sealed override UnitSlopes Slopes<T>(CellStep<T> step, int sequence, int hidden) =>
        Pointwise.Slopes(equation, step, sequence, hidden);
}
