using System.Numerics;
using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>A weight matrix inside the flat parameter vector, row-major.</summary>
/// <param name="Name">The name it has in the paper's own code (Wr, Wi, Wo, Wrg, Wig) or on its cell's page.</param>
/// <param name="Rows">Number of outputs.</param>
/// <param name="Columns">Number of inputs.</param>
/// <param name="Offset">Index of its first element in the flat vector.</param>
public sealed record WeightBlock(string Name, int Rows, int Columns, int Offset)
{
    /// <summary>Number of elements.</summary>
    public int Length => Rows * Columns;

    /// <summary>Whether it is a bias, [rows, 1].</summary>
    public bool IsBias { get; init; }
}

/// <summary>A cell with H hidden units, N inputs, a linear read-out ŷ = W_o x_T, and the weights of all of it.</summary>
/// <typeparam name="T">float (training, as the paper does) or double (measurement).</typeparam>
public sealed class Network<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A network whose weights are all zero.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="hidden">H.</param>
    /// <param name="inputs">N.</param>
    /// <param name="readOut">What it puts out; null for one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Network(Cell cell, int hidden, int inputs, ReadOut? readOut = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hidden);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        Cell = cell;
        Hidden = hidden;
        Inputs = inputs;
        ReadOut = readOut ?? ReadOut.Number;
        Blocks = Layout(cell, hidden, inputs, ReadOut.Outputs);
        Weights = new T[Blocks.Sum(block => block.Length)];
    }

    /// <summary>The cell.</summary>
    public Cell Cell { get; }

    /// <summary>H, the number of hidden units.</summary>
    public int Hidden { get; }

    /// <summary>N, the number of input channels.</summary>
    public int Inputs { get; }

    /// <summary>What it puts out.</summary>
    public ReadOut ReadOut { get; }

    /// <summary>The weight matrices in the order in which they are created and initialised.</summary>
    public IReadOnlyList<WeightBlock> Blocks { get; }

    /// <summary>All weights θ, [P], the blocks one after another.</summary>
    public T[] Weights { get; }

    /// <summary>The weight matrix of that name, row-major [rows, columns].</summary>
    public Span<T> this[string name] => Weights.AsSpan(Block(name).Offset, Block(name).Length);

    /// <summary>The place of the weight matrix of that name.</summary>
    /// <exception cref="ArgumentException">The cell has no such weight; the message lists those it has.</exception>
    public WeightBlock Block(string name) => Catalogue.Find(Blocks, block => block.Name, $"weight of the {Cell.Name} cell", name);

    /// <summary>H, or 2H where the cell has memory: the number of components of the state.</summary>
    public int StateSize => Cell.StateSize(Hidden);

    /// <summary>Draws every weight as torch's <c>Linear</c> does: uniform on ±1/√(columns), in order. Biases stay.</summary>
    /// <returns>This network.</returns>
    public Network<T> Initialize(TorchGenerator generator)
    {
        foreach (var block in Blocks.Where(block => !block.IsBias))
        {
            // 1/√columns as torch computes it: √3 · gain/√columns with gain √(2/(1 + a²)), a = √5; in float64 the last digit
            // differs.
            var gain = Math.Sqrt(2 / (1 + Math.Sqrt(5) * Math.Sqrt(5)));
            var bound = T.CreateChecked(Math.Sqrt(3) * (gain / Math.Sqrt(block.Columns)));
            generator.FillUniform(this[block.Name], -bound, bound);
        }
        return this;
    }

    /// <summary>A copy with the same weights in another precision.</summary>
    public Network<TOther> To<TOther>() where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther>
    {
        var copy = new Network<TOther>(Cell, Hidden, Inputs, ReadOut);
        for (var i = 0; i < Weights.Length; i++)
            copy.Weights[i] = TOther.CreateChecked(Weights[i]);
        return copy;
    }

    /// <summary>Runs the state equation over one sequence or more.</summary>
    /// <param name="inputs">u, [B, T, N]; T follows from how many there are.</param>
    /// <param name="batch">B.</param>
    /// <param name="initialState">x_0 of every sequence, [B, state size]; zero where empty.</param>
    /// <returns>States, outputs, gradients and Jacobians of that pass.</returns>
    /// <exception cref="ArgumentException">The inputs are no whole number of steps, or the initial states too few; the message
    /// gives both numbers.</exception>
    public Unroll<T> Unroll(ReadOnlySpan<T> inputs, int batch = 1, ReadOnlySpan<T> initialState = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        if (inputs.IsEmpty || inputs.Length % (batch * Inputs) != 0)
            throw new ArgumentException(
                $"The inputs have {inputs.Length} elements; "
                + $"one step of {batch} sequences × {Inputs} channels has {batch * Inputs}, and these are no whole steps.");
        var unroll = new Unroll<T>(Cell, Hidden, Inputs, batch, inputs.Length / (batch * Inputs), ReadOut);
        unroll.Forward(this, inputs, initialState);
        return unroll;
    }

    /// <summary>One step of the state equation.</summary>
    /// <param name="previousState">x_{t−1}, [state size].</param>
    /// <param name="input">u_t, [N].</param>
    /// <returns>x_t, [state size].</returns>
    /// <exception cref="ArgumentException">A length differs from the network's; the message gives both numbers.</exception>
    public T[] Step(ReadOnlySpan<T> previousState, ReadOnlySpan<T> input) =>
        OneStep(previousState, input).State(0, 1).ToArray();

    /// <summary>Exact one-step state Jacobian J_t = ∂x_t/∂x_{t−1} = A_t + B_t.</summary>
    /// <remarks>Closed form, O(H²); arXiv:2508.12121, Sec. V; the cells' own pages give the terms.</remarks>
    /// <param name="previousState">x_{t−1}, [state size]: the state <i>before</i> the step.</param>
    /// <param name="input">u_t, [N].</param>
    /// <returns>J_t, [state size, state size]; row = component of x_t, column = component of x_{t−1}.</returns>
    /// <exception cref="ArgumentException">A length differs from the network's; the message gives both numbers.</exception>
    public T[,] StateJacobian(ReadOnlySpan<T> previousState, ReadOnlySpan<T> input) =>
        OneStep(previousState, input).StateJacobian(0, 1);

    private Unroll<T> OneStep(ReadOnlySpan<T> previousState, ReadOnlySpan<T> input)
    {
        if (previousState.Length != StateSize)
            throw new ArgumentException(
                $"The state has {previousState.Length} components; a {Cell.Name} network of {Hidden} units has {StateSize}.");
        if (input.Length != Inputs)
            throw new ArgumentException($"The input has {input.Length} channels; the network has {Inputs}.");
        return Unroll(input, initialState: previousState);
    }

    private static List<WeightBlock> Layout(Cell cell, int hidden, int inputs, int outputs)
    {
        var blocks = new List<WeightBlock>();
        var offset = 0;
        void Add(string? name, int rows, int columns, bool isBias = false)
        {
            if (name is null)
                return;
            blocks.Add(new WeightBlock(name, rows, columns, offset) { IsBias = isBias });
            offset += rows * columns;
        }

        foreach (var preactivation in cell.Preactivations)
        {
            var rows = preactivation.Shared ? 1 : hidden;
            Add(preactivation.Recurrent, rows, hidden);
            Add(preactivation.Input, rows, inputs);
            Add(preactivation.Bias, rows, 1, isBias: true);
            // The read-out comes with the candidate's weights, before any gate's, as in the paper's own code.
            if (preactivation == cell.Preactivations[0])
                Add(Cell.ReadOutWeight, outputs, hidden);
        }
        return blocks;
    }
}
