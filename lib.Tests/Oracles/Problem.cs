namespace TimeScales.Tests.Oracles;

/// <summary>A network with random weights, random sequences that vary from step to step, random initial states and targets.</summary>
/// <remarks>Recurrent weights of spectral radius about 1 and gates that swing about one half: no term of a Jacobian is small,
/// factors of consecutive steps do not commute, and a state of a neighbouring step is a different state. Pre-activations stay
/// of order 1, because in a saturated unit 1 − φ² has few digits and the comparison would measure those.</remarks>
internal sealed class Problem
{
    private readonly Lazy<double[][][]> states;

    public Problem(Cell cell, int hidden, int inputs, int batch, int steps, int seed = 5678, ReferenceCell? reference = null, ReadOut? readOut = null)
    {
        (Batch, Steps) = (batch, steps);
        Reference = reference ?? ReferenceCell.For(cell);
        Network = new Network<double>(cell, hidden, inputs, readOut);
        var random = new Random(seed);
        foreach (var block in Network.Blocks.Where(block => !block.IsBias))
        {
            // Uniform with variance 1/columns, so that a single weight cannot saturate a small network.
            var bound = Math.Sqrt(3.0 / block.Columns);
            foreach (ref var weight in Network[block.Name])
                weight = bound * Numerical.Uniform(random);
        }
        Inputs = [.. Enumerable.Range(0, batch * steps * inputs).Select(_ => Numerical.Uniform(random))];
        InitialStates = [.. Numerical.Normals(random, batch * StateSize).Select(Math.Tanh)];
        Targets = Numerical.Normals(random, batch);
        // Last, so that a cell with biases has the problem of the one without; smaller, because a bias comes on top of two weights.
        foreach (var block in Network.Blocks.Where(block => block.IsBias))
        {
            foreach (ref var bias in Network[block.Name])
                bias = 0.5 * Numerical.Uniform(random);
        }
        if (readOut is ClassReadOut classes)
            Targets = [.. Targets.Select((_, b) => (double)((3 * b + 1) % classes.Classes))];
        states = new(() => [.. Enumerable.Range(0, batch).Select(RunReference)]);
    }

    public Network<double> Network { get; }

    public ReferenceCell Reference { get; }

    public int Hidden => Network.Hidden;

    public int StateSize => Network.StateSize;

    public int Batch { get; }

    public int Steps { get; }

    /// <summary>[B, T, N].</summary>
    public double[] Inputs { get; }

    /// <summary>[B, state size].</summary>
    public double[] InitialStates { get; }

    /// <summary>[B].</summary>
    public double[] Targets { get; }

    /// <summary>u_1 … u_T of one sequence.</summary>
    public double[][] Sequence(int b) => [.. Inputs.Chunk(Network.Inputs).Skip(b * Steps).Take(Steps)];

    public double[] InitialState(int b) => InitialStates[(b * StateSize)..((b + 1) * StateSize)];

    /// <summary>x_0 … x_T of one sequence, by the reference.</summary>
    public double[][] States(int b) => states.Value[b];

    /// <summary>The library's forward pass.</summary>
    public Unroll<double> Unroll()
    {
        var unroll = new Unroll<double>(Network.Cell, Hidden, Network.Inputs, Batch, Steps, Network.ReadOut);
        unroll.Forward(Network, Inputs, InitialStates);
        return unroll;
    }

    public Weights<T> Weights<T>(Converter<double, T> of) => Rows(Array.ConvertAll(Network.Weights, of));

    /// <summary>A flat weight vector as named matrices of rows.</summary>
    public Weights<T> Rows<T>(T[] flat)
    {
        var byName = Network.Blocks.ToDictionary(
            block => block.Name, block => flat[block.Offset..(block.Offset + block.Length)].Chunk(block.Columns).ToArray());
        return name => byName[name];
    }

    private double[][] RunReference(int b) =>
        [.. Reference.Run(Weights(Real.Of), Array.ConvertAll(InitialState(b), Real.Of), Sequence(b)).Select(x => Array.ConvertAll(x, xi => xi.Value))];
}
