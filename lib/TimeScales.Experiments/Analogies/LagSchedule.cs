namespace TimeScales.Experiments.Analogies;

/// <summary>Backward signals ∂L/∂a_{T−h} of a gated network against those of the same trajectory with the gates
/// removed, lag by lag.</summary>
/// <remarks>
/// <para>R_i(h) = root mean square over sequences of the gated signal at unit i over that of the ungated one: the effective rate
/// of lag h and unit i. R(h) is the same with the squares summed over units.</para>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. V and VI: to zeroth order a constant gate α makes R(h) ∝ α^h, an
/// exponential schedule. Exactly, M(T, T−h) is a binomial mixture over how many of the h steps went through the candidate
/// and how many were carried.</para>
/// </remarks>
internal sealed class LagSchedule(int hidden, int longestLag)
{
    private readonly double[,] gated = new double[longestLag + 1, hidden];
    private readonly double[,] ungated = new double[longestLag + 1, hidden];
    private readonly double[] products = new double[longestLag + 1];

    /// <summary>Adds the signals of two backward passes over the same sequences.</summary>
    public void Add(Unroll<double> withGates, Unroll<double> without)
    {
        for (var lag = 0; lag <= longestLag; lag++)
        {
            for (var b = 0; b < withGates.Batch; b++)
            {
                var x = withGates.CandidateDelta(b, withGates.Steps - lag);
                var y = without.CandidateDelta(b, without.Steps - lag);
                for (var i = 0; i < hidden; i++)
                {
                    gated[lag, i] += x[i] * x[i];
                    ungated[lag, i] += y[i] * y[i];
                    products[lag] += x[i] * y[i];
                }
            }
        }
    }

    /// <summary>ρ and R² of ln R(h) = c + h ln ρ by least squares over h = 0 … the longest lag.</summary>
    public (double Base, double RSquared) FitExponential()
    {
        double[] lags = [.. Enumerable.Range(0, longestLag + 1).Select(h => (double)h)];
        double[] logarithms = [.. Enumerable.Range(0, longestLag + 1)
            .Select(h => 0.5 * Math.Log(OverUnits(gated, h) / OverUnits(ungated, h)))];
        var (slope, _, rSquared) = Statistics.FitLine(lags, logarithms);
        return (Math.Exp(slope), rSquared);
    }

    /// <summary>The cosine between gated and ungated signals of all sequences and units at one lag.</summary>
    public double Cosine(int lag) => products[lag] / Math.Sqrt(OverUnits(gated, lag) * OverUnits(ungated, lag));

    /// <summary>Two-way analysis of variance of ln R_i(h) without repetition: the shares of lags and of units in the
    /// total sum of squares.</summary>
    public (double Lags, double Units) Shares()
    {
        var values = new double[longestLag + 1, hidden];
        double mean = 0;
        for (var h = 0; h <= longestLag; h++)
        {
            for (var i = 0; i < hidden; i++)
            {
                values[h, i] = 0.5 * Math.Log(gated[h, i] / ungated[h, i]);
                mean += values[h, i] / values.Length;
            }
        }
        double total = 0, byLag = 0, byUnit = 0;
        for (var h = 0; h <= longestLag; h++)
        {
            var row = Enumerable.Range(0, hidden).Average(i => values[h, i]);
            byLag += hidden * (row - mean) * (row - mean);
            for (var i = 0; i < hidden; i++)
                total += (values[h, i] - mean) * (values[h, i] - mean);
        }
        for (var i = 0; i < hidden; i++)
        {
            var column = Enumerable.Range(0, longestLag + 1).Average(h => values[h, i]);
            byUnit += (longestLag + 1) * (column - mean) * (column - mean);
        }
        return (byLag / total, byUnit / total);
    }

    private double OverUnits(double[,] squares, int lag) => Enumerable.Range(0, hidden).Sum(i => squares[lag, i]);
}
