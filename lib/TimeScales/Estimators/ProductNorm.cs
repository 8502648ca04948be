using System.Numerics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>‖M‖₂ along chains M, M·J, M·J·J′, …: each product's leading vector starts the search for the next one's.</summary>
internal sealed class ProductNorm<T>(int size) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SpectralNorm spectral = new(size);
    private readonly PaddedMatrix<double>? wide = typeof(T) == typeof(double) ? null : new PaddedMatrix<double>(size, size);

    /// <summary>‖M‖₂ of the product with so many factors; a chain begins with one.</summary>
    public double Of(PaddedMatrix<T> product, int factors)
    {
        if (factors == 1)
            spectral.Reset();
        if (product is PaddedMatrix<double> own)
            return spectral.Of(own);
        wide!.ConvertFrom(product);
        return spectral.Of(wide);
    }
}

/// <summary>Writes what stands for J_t of one sequence, [state size, state size].</summary>
internal delegate void JacobianAt<T>(int sequence, int t, PaddedMatrix<T> jacobian)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>Writes a product with one factor more.</summary>
internal delegate void AppendTo<T>(PaddedMatrix<T> product, PaddedMatrix<T> factor, PaddedMatrix<T> target)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>What stands for the norm of a product with so many factors.</summary>
internal delegate double NormOf<T>(PaddedMatrix<T> product, int factors) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
