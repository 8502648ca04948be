using NUnit.Framework;

namespace TimeScales.Tests.Oracles;

/// <summary>A weight matrix by name: [rows][columns].</summary>
internal delegate T[][] Weights<T>(string name);

/// <summary>The state equation of a cell, one scalar at a time: arXiv:2508.12121, Sec. III; GRU and LSTM from torch's manual.</summary>
internal abstract class ReferenceCell
{
    /// <summary>The battery runs over <see cref="Cell.All"/> and the cells with biases, and asks here for each.</summary>
    public static ReferenceCell For(Cell cell)
    {
        var biased = cell.Preactivations.Any(p => p.Bias is not null);
        ReferenceCell? reference = cell.Name switch
        {
            "plain" => new ReferencePlain(),
            "leaky" => new ReferenceLeaky(0.8),
            "scalar" => new ReferenceScalarGate(biased),
            "multi" => new ReferenceMultiGate(biased),
            "gru" => new ReferenceGru(),
            "lstm" => new ReferenceLstm(),
            "minimal" => new ReferenceMinimal(),
            "shared-memory" => new ReferenceSharedMemory(),
            _ => null,
        };
        if (reference is null)
            Assert.Fail($"The cell '{cell.Name}' has no reference: add its state equation to {nameof(ReferenceCell)}.{nameof(For)}.");
        return reference!;
    }

    /// <summary>The values of all gates, however many there are, from x_{t−1} and u_t.</summary>
    public virtual T[][] Gates<T>(Weights<T> w, T[] x, T[] u) where T : struct, IScalar<T> => [];

    /// <summary>x_t from x_{t−1} and u_t where the gates have the values given.</summary>
    public abstract T[] StepWith<T>(T[][] gates, Weights<T> w, T[] x, T[] u) where T : struct, IScalar<T>;

    /// <summary>x_t from x_{t−1} and u_t.</summary>
    public T[] Step<T>(Weights<T> w, T[] x, T[] u) where T : struct, IScalar<T> => StepWith(Gates(w, x, u), w, x, u);

    /// <summary>x_0 … x_T of one sequence.</summary>
    public T[][] Run<T>(Weights<T> w, T[] x0, IEnumerable<double[]> inputs) where T : struct, IScalar<T>
    {
        var states = new List<T[]> { x0 };
        foreach (var u in inputs)
            states.Add(Step(w, states[^1], Array.ConvertAll(u, T.Of)));
        return [.. states];
    }

    /// <summary>W v, row by row.</summary>
    protected static T[] Product<T>(T[][] matrix, T[] v) where T : struct, IScalar<T> =>
        Array.ConvertAll(matrix, row => row.Zip(v, (a, b) => a * b).Aggregate(T.Of(0), (sum, product) => sum + product));

    protected static T[] Sum<T>(T[] a, T[] b) where T : struct, IScalar<T> => [.. a.Zip(b, (x, y) => x + y)];

    /// <summary>W_rec x + W_in u, and a bias where there is one.</summary>
    protected static T[] Affine<T>(Weights<T> w, string recurrent, T[] x, string input, T[] u, string? bias = null) where T : struct, IScalar<T>
    {
        var a = Sum(Product(w(recurrent), x), Product(w(input), u));
        return bias is null ? a : Sum(a, Bias(w, bias));
    }

    protected static T[] Bias<T>(Weights<T> w, string bias) where T : struct, IScalar<T> => Array.ConvertAll(w(bias), row => row[0]);

    protected static T[] Gate<T>(Weights<T> w, string recurrent, T[] x, string input, T[] u, string? bias) where T : struct, IScalar<T> =>
        Array.ConvertAll(Affine(w, recurrent, x, input, u, bias), T.Logistic);

    protected static T[] Candidate<T>(Weights<T> w, T[] x, T[] u, string? bias = null) where T : struct, IScalar<T> =>
        Array.ConvertAll(Affine(w, "Wr", x, "Wi", u, bias), T.Tanh);

    /// <summary>g φ + (1 − g) x.</summary>
    protected static T Mix<T>(T g, T φ, T x) where T : struct, IScalar<T> => g * φ + (T.Of(1) - g) * x;
}

internal sealed class ReferencePlain : ReferenceCell
{
    public override T[] StepWith<T>(T[][] gates, Weights<T> w, T[] x, T[] u) => Candidate(w, x, u);
}

internal sealed class ReferenceLeaky(double alpha) : ReferenceCell
{
    public override T[] StepWith<T>(T[][] gates, Weights<T> w, T[] x, T[] u)
    {
        var φ = Candidate(w, x, u);
        return [.. x.Select((xi, i) => Mix(T.Of(alpha), φ[i], xi))];
    }
}

internal sealed class ReferenceScalarGate(bool biased) : ReferenceCell
{
    public override T[][] Gates<T>(Weights<T> w, T[] x, T[] u) => [Gate(w, "Wrg", x, "Wig", u, biased ? "bg" : null)];

    public override T[] StepWith<T>(T[][] gates, Weights<T> w, T[] x, T[] u)
    {
        var φ = Candidate(w, x, u);
        return [.. x.Select((xi, i) => Mix(gates[0][0], φ[i], xi))];
    }
}

internal sealed class ReferenceMultiGate(bool biased) : ReferenceCell
{
    public override T[][] Gates<T>(Weights<T> w, T[] x, T[] u) => [Gate(w, "Wrg", x, "Wig", u, biased ? "bg" : null)];

    public override T[] StepWith<T>(T[][] gates, Weights<T> w, T[] x, T[] u)
    {
        var φ = Candidate(w, x, u);
        return [.. x.Select((xi, i) => Mix(gates[0][i], φ[i], xi))];
    }
}

internal sealed class ReferenceGru : ReferenceCell
{
    public override T[][] Gates<T>(Weights<T> w, T[] x, T[] u) => [Gate(w, "Wrz", x, "Wiz", u, "bz"), Gate(w, "Wrr", x, "Wir", u, "brr")];

    public override T[] StepWith<T>(T[][] gates, Weights<T> w, T[] x, T[] u)
    {
        var (z, r) = (gates[0], gates[1]);
        var recurrent = Sum(Product(w("Wr"), x), Bias(w, "br"));
        var input = Sum(Product(w("Wi"), u), Bias(w, "bi"));
        return [.. x.Select((xi, i) => Mix(z[i], xi, T.Tanh(input[i] + r[i] * recurrent[i])))];
    }
}

internal sealed class ReferenceLstm : ReferenceCell
{
    public override T[][] Gates<T>(Weights<T> w, T[] x, T[] u) =>
        [.. new[] { "i", "f", "o" }.Select(gate => Gate(w, "Wr" + gate, Shown(x), "Wi" + gate, u, "b" + gate))];

    public override T[] StepWith<T>(T[][] gates, Weights<T> w, T[] x, T[] u)
    {
        var (i, f, o) = (gates[0], gates[1], gates[2]);
        var candidate = Candidate(w, Shown(x), u, "b");
        var c = candidate.Select((φ, q) => f[q] * x[x.Length / 2 + q] + i[q] * φ).ToArray();
        return [.. c.Select((cq, q) => o[q] * T.Tanh(cq)), .. c];
    }

    private static T[] Shown<T>(T[] x) => x[..(x.Length / 2)];
}

internal sealed class ReferenceMinimal : ReferenceCell
{
    public override T[][] Gates<T>(Weights<T> w, T[] x, T[] u) => [Gate(w, "Wrf", x, "Wif", u, null)];

    public override T[] StepWith<T>(T[][] gates, Weights<T> w, T[] x, T[] u)
    {
        var (recurrent, input) = (Product(w("Wr"), x), Product(w("Wi"), u));
        return [.. x.Select((xi, i) => Mix(gates[0][i], T.Tanh(input[i] + gates[0][i] * recurrent[i]), xi))];
    }
}

internal sealed class ReferenceSharedMemory : ReferenceCell
{
    public override T[][] Gates<T>(Weights<T> w, T[] x, T[] u) =>
    [
        Array.ConvertAll(Sum(Product(w("Wif"), u), Bias(w, "bf")), T.Logistic),
        Array.ConvertAll(Product(w("Wro"), x[..(x.Length / 2)]), T.Logistic),
    ];

    public override T[] StepWith<T>(T[][] gates, Weights<T> w, T[] x, T[] u)
    {
        var hidden = x.Length / 2;
        var c = Candidate(w, x[..hidden], u, "b").Select((φ, q) => Mix(gates[0][0], x[hidden + q], φ)).ToArray();
        return [.. c.Select(cq => gates[1][0] * T.Tanh(cq)), .. c];
    }
}
