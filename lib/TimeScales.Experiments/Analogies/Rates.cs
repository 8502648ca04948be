namespace TimeScales.Experiments.Analogies;

/// <summary>Effective rates over W_r, one per parameter and one per unit, that is per row.</summary>
/// <remarks>
/// <para>A rate is by how much something multiplies the root mean square, over single-sequence gradients, of what it acts on: for
/// a parameter of itself, for a unit of its row of W_r. A diagonal preconditioner P has the rates P_ii of parameters; gates have
/// those of the gated gradient relative to the ungated one on the same trajectory, which needs no diagonal.</para>
/// </remarks>
/// <param name="Parameters">[H²].</param>
/// <param name="Units">[H].</param>
internal sealed record Rates(double[] Parameters, double[] Units)
{
    /// <summary>By how much <paramref name="after"/> exceeds <paramref name="before"/>.</summary>
    /// <param name="after">Single-sequence gradients, [M][≥ offset + H²].</param>
    /// <param name="before">The same before, likewise.</param>
    /// <param name="offset">Where W_r begins.</param>
    /// <param name="hidden">H.</param>
    public static Rates Of(double[][] after, double[][] before, int offset, int hidden)
    {
        var (above, below) = (MeanSquares(after, offset, hidden), MeanSquares(before, offset, hidden));
        double Row(double[] squares, int unit) => squares.AsSpan(unit * hidden, hidden).ToArray().Sum();
        return new Rates(
            [.. above.Zip(below, (a, b) => Math.Sqrt(a / b))],
            [.. Enumerable.Range(0, hidden).Select(unit => Math.Sqrt(Row(above, unit) / Row(below, unit)))]);
    }

    /// <summary>How unequal the rates are.</summary>
    public RateStatistics Statistics() => new(Spread(Parameters), Spread(Units), Participation(Parameters), Participation(Units));

    /// <summary>Standard deviation of ln r, the sum of squares divided by n.</summary>
    internal static double Spread(double[] rates)
    {
        var logarithms = Array.ConvertAll(rates, Math.Log);
        var mean = logarithms.Average();
        return Math.Sqrt(logarithms.Average(l => (l - mean) * (l - mean)));
    }

    /// <summary>(Σ r)²/(n Σ r²).</summary>
    internal static double Participation(double[] rates) => rates.Sum() * rates.Sum() / (rates.Length * rates.Sum(r => r * r));

    private static double[] MeanSquares(double[][] gradients, int offset, int hidden)
    {
        var squares = new double[hidden * hidden];
        foreach (var gradient in gradients)
        {
            for (var i = 0; i < squares.Length; i++)
                squares[i] += gradient[offset + i] * gradient[offset + i];
        }
        return squares;
    }
}

/// <summary>How unequal effective rates are over the recurrent weights W_r; a common factor of all rates
/// changes none of these.</summary>
/// <param name="ParameterSpread">Standard deviation of ln rate over the H² parameters; 0.7 is a typical factor of two.</param>
/// <param name="UnitSpread">The same over the H units.</param>
/// <param name="ParameterParticipation">Participation ratio (Σ r)²/(n Σ r²) over parameters, in (0,
/// 1]; 1 for equal rates.</param>
/// <param name="UnitParticipation">The same over units.</param>
public sealed record RateStatistics(double ParameterSpread, double UnitSpread, double ParameterParticipation,
    double UnitParticipation);
