namespace TimeScales.Tests.Oracles;

/// <summary>A number whose history is recorded: reverse-mode automatic differentiation.</summary>
/// <remarks>The derivatives of tanh and the logistic function are written with cosh, not with the function's own value as in the
/// closed forms under test, so that one wrong identity cannot hide in both.</remarks>
internal readonly record struct Taped(double Value, Tape? Tape = null, int Node = 0) : IScalar<Taped>
{
    public static Taped Of(double value) => new(value);

    public static Taped operator +(Taped x, Taped y) => Tapes.Record(x.Value + y.Value, x, 1, y, 1);

    public static Taped operator -(Taped x, Taped y) => Tapes.Record(x.Value - y.Value, x, 1, y, -1);

    public static Taped operator *(Taped x, Taped y) => Tapes.Record(x.Value * y.Value, x, y.Value, y, x.Value);

    public static Taped Tanh(Taped x)
    {
        var cosh = Math.Cosh(x.Value);
        return Tapes.Record(Math.Tanh(x.Value), x, 1 / (cosh * cosh), default, 0);
    }

    public static Taped Logistic(Taped x)
    {
        var cosh = Math.Cosh(x.Value / 2);
        return Tapes.Record(1 / (1 + Math.Exp(-x.Value)), x, 1 / (4 * cosh * cosh), default, 0);
    }

    public static Taped Exp(Taped x) => Tapes.Record(Math.Exp(x.Value), x, Math.Exp(x.Value), default, 0);

    public static Taped Log(Taped x) => Tapes.Record(Math.Log(x.Value), x, 1 / x.Value, default, 0);
}

/// <summary>The record of a computation: for every node its one or two arguments and the derivatives with respect to them.</summary>
internal sealed class Tape
{
    private readonly List<(int X, double ByX, int Y, double ByY)> nodes = [(0, 0, 0, 0)];

    /// <summary>A variable. Node 0 stands for all constants; its derivative is never read.</summary>
    public Taped Variable(double value) => Add(value, 0, 0, 0, 0);

    public Taped[] Variables(IEnumerable<double> values) => [.. values.Select(Variable)];

    public Taped Add(double value, int x, double byX, int y, double byY)
    {
        nodes.Add((x, byX, y, byY));
        return new Taped(value, this, nodes.Count - 1);
    }

    /// <summary>∂output/∂(each node), from the last to the first.</summary>
    public double[] DerivativesOf(Taped output)
    {
        var derivatives = new double[nodes.Count];
        derivatives[output.Node] = 1;
        for (var i = output.Node; i > 0; i--)
        {
            var (x, byX, y, byY) = nodes[i];
            derivatives[x] += derivatives[i] * byX;
            derivatives[y] += derivatives[i] * byY;
        }
        return derivatives;
    }
}

internal static class Tapes
{
    public static Taped Record(double value, Taped x, double byX, Taped y, double byY) =>
        (x.Tape ?? y.Tape) is { } tape ? tape.Add(value, x.Node, byX, y.Node, byY) : Taped.Of(value);
}
