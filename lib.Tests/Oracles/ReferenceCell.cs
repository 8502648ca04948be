using NUnit.Framework;
using TimeScales.Cells;

namespace TimeScales.Tests.Oracles;

/// <summary>A weight matrix by name: [rows][columns].</summary>
internal delegate T[][] Weights<T>(string name);

/// <summary>The state equation of a cell, one scalar at a time, straight from arXiv:2508.12121, Sec. III.</summary>
internal abstract class ReferenceCell
{
    /// <summary>One line per cell: the battery runs over <see cref="Cell.All"/> and asks here for each.</summary>
    private static readonly Dictionary<string, ReferenceCell> Table = new()
    {
        ["plain"] = new ReferencePlain(),
        ["leaky"] = new ReferenceLeaky(0.8),
        ["scalar"] = new ReferenceScalarGate(),
        ["multi"] = new ReferenceMultiGate(),
    };

    public static ReferenceCell For(Cell cell)
    {
        if (Table.TryGetValue(cell.Name, out var reference))
            return reference;
        Assert.Fail($"The cell '{cell.Name}' has no reference: add its state equation to {nameof(ReferenceCell)}.{nameof(Table)}.");
        throw new InvalidOperationException();
    }

    /// <summary>x_t from x_{t−1} and u_t.</summary>
    public abstract T[] Step<T>(Weights<T> w, T[] x, T[] u) where T : struct, IScalar<T>;

    /// <summary>x_0 … x_T of one sequence.</summary>
    public T[][] Run<T>(Weights<T> w, T[] x0, IEnumerable<double[]> inputs) where T : struct, IScalar<T>
    {
        var states = new List<T[]> { x0 };
        foreach (var u in inputs)
            states.Add(Step(w, states[^1], Array.ConvertAll(u, T.Of)));
        return [.. states];
    }

    /// <summary>W_rec x + W_in u, row by row.</summary>
    protected static T[] Affine<T>(T[][] recurrent, T[] x, T[][] input, T[] u) where T : struct, IScalar<T>
    {
        var a = new T[recurrent.Length];
        for (var i = 0; i < a.Length; i++)
        {
            a[i] = T.Of(0);
            for (var j = 0; j < x.Length; j++)
                a[i] += recurrent[i][j] * x[j];
            for (var n = 0; n < u.Length; n++)
                a[i] += input[i][n] * u[n];
        }
        return a;
    }

    protected static T[] Candidate<T>(Weights<T> w, T[] x, T[] u) where T : struct, IScalar<T> =>
        Array.ConvertAll(Affine(w("Wr"), x, w("Wi"), u), T.Tanh);

    /// <summary>g φ + (1 − g) x.</summary>
    protected static T Mix<T>(T g, T φ, T x) where T : struct, IScalar<T> => g * φ + (T.Of(1) - g) * x;
}

internal sealed class ReferencePlain : ReferenceCell
{
    public override T[] Step<T>(Weights<T> w, T[] x, T[] u) => Candidate(w, x, u);
}

internal sealed class ReferenceLeaky(double alpha) : ReferenceCell
{
    public override T[] Step<T>(Weights<T> w, T[] x, T[] u)
    {
        var φ = Candidate(w, x, u);
        return [.. x.Select((xi, i) => Mix(T.Of(alpha), φ[i], xi))];
    }
}

internal sealed class ReferenceScalarGate : ReferenceCell
{
    public override T[] Step<T>(Weights<T> w, T[] x, T[] u)
    {
        var φ = Candidate(w, x, u);
        var g = T.Logistic(Affine(w("Wrg"), x, w("Wig"), u)[0]);
        return [.. x.Select((xi, i) => Mix(g, φ[i], xi))];
    }
}

internal sealed class ReferenceMultiGate : ReferenceCell
{
    public override T[] Step<T>(Weights<T> w, T[] x, T[] u)
    {
        var φ = Candidate(w, x, u);
        var g = Array.ConvertAll(Affine(w("Wrg"), x, w("Wig"), u), T.Logistic);
        return [.. x.Select((xi, i) => Mix(g[i], φ[i], xi))];
    }
}
