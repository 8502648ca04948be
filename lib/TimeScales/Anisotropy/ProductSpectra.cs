using System.Numerics;
using TimeScales.Cells;
using TimeScales.Experiments;
using TimeScales.Numerics;

namespace TimeScales.Anisotropy;

/// <summary>AI and CE of Jacobian products M(t,k) = J_t ⋯ J_{k+1} on an unrolled batch.</summary>
internal sealed unsafe class ProductSpectra<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Factors multiplied before a product in the log domain is renewed: the leading values keep 13 digits.</summary>
    private const int GroupLength = 4;

    private readonly Unroll<T> unroll;
    private readonly Protocol protocol;
    private readonly int rank;
    private readonly int hidden;
    private readonly int width;
    private readonly AlignedArray<T>?[] jacobians;
    private readonly AlignedArray<T> product;
    private readonly AlignedArray<T> next;
    private readonly AlignedArray<double> gram;
    private readonly AlignedArray<double> wide;
    private readonly AlignedArray<double> transposed;
    private readonly SymmetricEigenvalues eigenvalues;
    private readonly ProductSvd svd;

    /// <summary>Measures on the unroll's last forward pass.</summary>
    public ProductSpectra(Unroll<T> unroll, Protocol protocol, int rank)
    {
        (this.unroll, this.protocol, this.rank, hidden) = (unroll, protocol, rank, unroll.Hidden);
        width = Simd.Padded<T>(hidden);
        jacobians = new AlignedArray<T>?[unroll.Batch * (unroll.Steps + 1)];
        product = new AlignedArray<T>(hidden * width);
        next = new AlignedArray<T>(hidden * width);
        var wideLength = hidden * Simd.Padded<double>(hidden);
        gram = new AlignedArray<double>(wideLength);
        wide = new AlignedArray<double>(wideLength);
        transposed = new AlignedArray<double>(wideLength);
        eigenvalues = new SymmetricEigenvalues(hidden);
        svd = new ProductSvd(hidden);
    }

    /// <summary>The spectrum of one product; null where it is not finite.</summary>
    public Spectrum? Measure(Triple triple)
    {
        // J_t first: the order in which factors are appended on the right.
        var factors = Enumerable.Range(triple.K + 1, triple.T - triple.K).Reverse().Select(t => (nint)Jacobian(triple.Sequence, t)).ToArray();
        if (protocol.Has(Departures.ReversedProducts))
            Array.Reverse(factors);
        var length = Spectrum.LengthUnder(protocol);
        var spectrum = protocol.Has(Departures.SinglePrecisionProducts)
            ? Direct(factors) is { } values ? Spectrum.FromValues(values, rank, length) : (Spectrum?)null
            : Spectrum.FromLogarithms(InLogDomain(factors), rank, length);
        GC.KeepAlive(this);
        return spectrum;
    }

    /// <summary>ln σ of the product, never formed.</summary>
    private double[] InLogDomain(ReadOnlySpan<nint> factors)
    {
        for (var start = 0; start < factors.Length; start += GroupLength)
            svd.AppendGroup(factors.Slice(start, Math.Min(GroupLength, factors.Length - start)));
        return svd.LogSingularValues();
    }

    /// <summary>Singular values of the product formed in T; null where it is not finite.</summary>
    private double[]? Direct(ReadOnlySpan<nint> factors)
    {
        new ReadOnlySpan<T>((T*)factors[^1], hidden * width).CopyTo(product.Span);
        var (from, to) = (product, next);
        for (var i = factors.Length - 2; i >= 0; i--)
        {
            MatrixProduct.Multiply(hidden, hidden, width, (T*)factors[i], width, 1, from.Pointer, width, to.Pointer);
            (from, to) = (to, from);
        }

        var wideWidth = Simd.Padded<double>(hidden);
        for (var i = 0; i < hidden; i++)
        {
            for (var j = 0; j < hidden; j++)
            {
                var value = double.CreateChecked(from.Pointer[i * width + j]);
                if (!double.IsFinite(value))
                    return null;
                wide.Pointer[i * wideWidth + j] = value;
                transposed.Pointer[j * wideWidth + i] = value;
            }
        }
        // Eigenvalues of M Mᵀ: below 1e-8 σ_1 they are noise, and so is the product itself in float32.
        MatrixProduct.Multiply(hidden, hidden, wideWidth, wide.Pointer, wideWidth, 1, transposed.Pointer, wideWidth, gram.Pointer);
        return Array.ConvertAll(eigenvalues.Of(gram.Pointer), λ => Math.Sqrt(Math.Max(0, λ)));
    }

    private T* Jacobian(int sequence, int t)
    {
        ref var slot = ref jacobians[sequence * (unroll.Steps + 1) + t];
        if (slot is null)
        {
            slot = new AlignedArray<T>(hidden * width);
            unroll.StateJacobian(sequence, t, slot.Pointer, protocol.Has(Departures.GateTermAfterStep) ? GateTermState.AfterStep : GateTermState.BeforeStep);
        }
        return slot.Pointer;
    }
}
