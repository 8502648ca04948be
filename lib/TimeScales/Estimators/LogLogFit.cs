namespace TimeScales;

/// <summary>The exponent s of S ≈ c·P^s: least squares of ln S on ln P over the central part of P.</summary>
/// <remarks><b>Source.</b> arXiv:2508.12121, Sec. VII-A. Pairs with both values finite and positive count; of these, those
/// between the 1 % and 99 % quantiles of P.</remarks>
public static class LogLogFit
{
    private const double Trim = 0.01;

    /// <summary>Fewer pairs than this give no fit.</summary>
    private const int FewestPairs = 50;

    /// <summary>s and R²; NaN where there is nothing to fit.</summary>
    public static (double Slope, double RSquared) Of(PairTable sensitivities, PairTable gateProducts)
    {
        var (s, p) = Select(sensitivities.Logarithms, gateProducts.Logarithms, double.IsFinite);
        if (p.Length < FewestPairs)
            return (double.NaN, double.NaN);
        // The logarithm is monotone: the pairs between two quantiles of ln P are those between the quantiles of P.
        var lowest = Statistics.Quantile(p, Trim);
        var highest = Statistics.Quantile(p, 1 - Trim);
        (s, p) = Select(s, p, value => value >= lowest && value <= highest);
        var (slope, _, rSquared) = Statistics.FitLine(p, s);
        return (slope, rSquared);
    }

    private static (double[] S, double[] P) Select(ReadOnlySpan<double> s, ReadOnlySpan<double> p, Func<double, bool> keep)
    {
        var (keptS, keptP) = (new List<double>(s.Length), new List<double>(s.Length));
        for (var i = 0; i < s.Length; i++)
        {
            if (double.IsFinite(s[i]) && keep(p[i]))
            {
                keptS.Add(s[i]);
                keptP.Add(p[i]);
            }
        }
        return ([.. keptS], [.. keptP]);
    }
}
