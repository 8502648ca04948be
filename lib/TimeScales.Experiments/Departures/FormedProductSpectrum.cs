using System.Numerics;
using TimeScales.Kernels;

namespace TimeScales.Experiments.Departures;

/// <summary>Departure 7, with 1, 2 and 6 where the protocol has them: the spectrum of a product that is formed in float32, with
/// offsets in denominators.</summary>
/// <typeparam name="T">The precision of the product.</typeparam>
internal sealed class FormedProductSpectrum<T>(Protocol protocol, Unroll<T> unroll, int rank)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int size = unroll.StateSize;
    private readonly JacobianAt<T> jacobian = JacobianDepartures.Of(protocol, unroll);
    private readonly PaddedMatrix<T> factor = new(unroll.StateSize, unroll.StateSize);
    private readonly PaddedMatrix<double> wide = new(unroll.StateSize, unroll.StateSize);
    private readonly PaddedMatrix<double> transposed = new(unroll.StateSize, unroll.StateSize);
    private readonly PaddedMatrix<double> gram = new(unroll.StateSize, unroll.StateSize);
    private readonly SymmetricEigenvalues eigenvalues = new(unroll.StateSize);
    private PaddedMatrix<T> product = new(unroll.StateSize, unroll.StateSize);
    private PaddedMatrix<T> next = new(unroll.StateSize, unroll.StateSize);

    /// <summary>The spectrum of one product; null where the product is not finite.</summary>
    public Spectrum? Measure(Triple triple)
    {
        var steps = ProductOrder.Steps(protocol, triple);
        jacobian(triple.Sequence, steps[^1], product);
        for (var i = steps.Length - 2; i >= 0; i--)
        {
            jacobian(triple.Sequence, steps[i], factor);
            PaddedMatrix<T>.Multiply(factor, product, next);
            (product, next) = (next, product);
        }

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var value = double.CreateChecked(product[i, j]);
                if (!double.IsFinite(value))
                    return null;
                wide[i, j] = transposed[j, i] = value;
            }
        }
        // Eigenvalues of M Mᵀ: below 1e-8 σ_1 they are noise, and so is the product itself in float32.
        PaddedMatrix<double>.Multiply(wide, transposed, gram);
        var values = Array.ConvertAll(eigenvalues.Of(gram), λ => Math.Sqrt(Math.Max(0, λ)));
        return OffsetSpectrum.Of(values, rank, ProductSpectrumDepartures.Length(protocol, size));
    }
}
