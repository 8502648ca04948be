using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.EnvelopeDecay;

/// <summary>What the first weights make of an envelope by themselves: diagonals of J^ℓ with J = (1 − g) I + g s W, W orthogonal
/// and drawn, the same at every step.</summary>
/// <remarks>A linear network with a constant gate: nothing in it depends on the data, on learning or on single gates. What
/// envelopes of networks have in common with it says nothing of these. A detour through a unit's own weight has the mean
/// zero; what comes back by way of other units does not fade as 1 − g does, because some eigenvalues 1 − g + g s e^{iθ}
/// lie near 1 − g + g s.</remarks>
public static class ConstantJacobian
{
    /// <summary>ln f(ℓ) = ln Σ_q |(J^ℓ)_qq|, from lag 1 on.</summary>
    /// <param name="gate">g.</param>
    /// <param name="slope">s, the slope of the candidate's activation, 0 … 1.</param>
    /// <param name="hidden">H.</param>
    /// <param name="longest">The longest lag.</param>
    /// <param name="seed">Draws W.</param>
    public static double[] LogEnvelope(double gate, double slope, int hidden, int longest, uint seed)
    {
        var weights = new float[hidden * hidden];
        OrthogonalWeights.Draw(weights, hidden, new TorchGenerator(seed));
        PaddedMatrix<double> Square() => new(hidden, hidden);
        var (jacobian, product, next) = (Square(), Square(), Square());
        for (var i = 0; i < hidden; i++)
        {
            product[i, i] = 1;
            for (var j = 0; j < hidden; j++)
                jacobian[i, j] = gate * slope * weights[i * hidden + j] + (i == j ? 1 - gate : 0);
        }
        var logarithms = new double[longest];
        for (var lag = 0; lag < longest; lag++)
        {
            PaddedMatrix<double>.Multiply(product, jacobian, next);
            (product, next) = (next, product);
            logarithms[lag] = Math.Log(Enumerable.Range(0, hidden).Sum(unit => Math.Abs(product[unit, unit])));
        }
        return logarithms;
    }
}
