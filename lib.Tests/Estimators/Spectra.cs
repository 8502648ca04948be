using MathNet.Numerics.LinearAlgebra;

namespace TimeScales.Tests.Estimators;

/// <summary>Sec. VII-B's two indices by their definition.</summary>
internal static class Spectra
{
    /// <summary>σ_i, largest first, by MathNet.</summary>
    public static double[] SingularValues(double[,] m) => [.. Matrix<double>.Build.DenseOfArray(m).Svd(computeVectors: false).S];

    /// <summary>AI_r = σ_1/σ_r and CE_r = Σ_{i≤r} σ_i²/Σ_i σ_i², the second from the <paramref name="length"/> largest.</summary>
    public static (double Anisotropy, double Concentration) Of(double[] σ, int rank, int length = int.MaxValue) =>
        (σ[0] / σ[rank - 1], σ.Take(rank).Sum(s => s * s) / σ.Take(length).Sum(s => s * s));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
