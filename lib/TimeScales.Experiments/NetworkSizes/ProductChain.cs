using TimeScales.Kernels;

namespace TimeScales.Experiments.NetworkSizes;

/// <summary>The products M(T, T − h) = J_T J_{T−1} ⋯ J_{T−h+1} of one sequence, one after the other: one matrix product per lag,
/// where all pairs of steps need one for each; and no step is kept.</summary>
internal static class ProductChain
{
    /// <summary>A product whose norm leaves [1/limit, limit] is rescaled by a power of two, which is exact.</summary>
    private const double RescaleLimit = 1e30;

    /// <summary>Told of a product: its lag, and M divided by e^logScale.</summary>
    internal delegate void Visit(int lag, PaddedMatrix<double> product, double logScale);

    /// <summary>Visits the products at lags 1 … <paramref name="longest"/>.</summary>
    /// <param name="size">Components of the state.</param>
    /// <param name="last">T, the step at which the products end.</param>
    /// <param name="longest">The longest lag, at most T.</param>
    /// <param name="step">Writes what stands for J_t.</param>
    /// <param name="visit">Is told of each.</param>
    public static void Walk(int size, int last, int longest, Action<int, PaddedMatrix<double>> step, Visit visit)
    {
        var (product, next, factor) = (new PaddedMatrix<double>(size, size), new PaddedMatrix<double>(size, size),
            new PaddedMatrix<double>(size, size));
        var exponent = 0;
        step(last, product);
        for (var lag = 1; ; lag++)
        {
            visit(lag, product, exponent * Math.Log(2));
            if (lag == longest)
                return;
            var norm = product.FrobeniusNorm();
            if (norm is < 1 / RescaleLimit and > 0 or > RescaleLimit and < double.PositiveInfinity)
            {
                exponent += Math.ILogB(norm);
                product.Scale(Math.ScaleB(1, -Math.ILogB(norm)));
            }
            step(last - lag, factor);
            PaddedMatrix<double>.Multiply(product, factor, next);
            (product, next) = (next, product);
        }
    }
}
