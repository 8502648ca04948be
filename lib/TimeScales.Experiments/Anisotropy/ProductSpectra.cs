using System.Numerics;
using TimeScales.Experiments.Departures;
using TimeScales.Kernels;

namespace TimeScales.Experiments.Anisotropy;

/// <summary>AI and CE of Jacobian products M(t,k) = J_t ⋯ J_{k+1} on an unrolled batch.</summary>
internal sealed unsafe class ProductSpectra<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Factors multiplied before a product in the log domain is renewed: the leading values keep 13 digits.</summary>
    private const int GroupLength = 4;

    private readonly Unroll<T> unroll;
    private readonly Protocol protocol;
    private readonly int rank;
    private readonly int size;
    private readonly int width;
    private readonly AlignedArray<T>[] factors;
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
        (this.unroll, this.protocol, this.rank, size) = (unroll, protocol, rank, unroll.StateSize);
        width = Simd.Padded<T>(size);
        // A block is part of 1.2 products on average, so keeping all of them would cost more memory traffic than it saves.
        factors = [.. Enumerable.Range(0, GroupLength).Select(_ => new AlignedArray<T>(size * width))];
        product = new AlignedArray<T>(size * width);
        next = new AlignedArray<T>(size * width);
        var wideLength = size * Simd.Padded<double>(size);
        gram = new AlignedArray<double>(wideLength);
        wide = new AlignedArray<double>(wideLength);
        transposed = new AlignedArray<double>(wideLength);
        eigenvalues = new SymmetricEigenvalues(size);
        svd = new ProductSvd(size);
    }

    /// <summary>The spectrum of one product; null where it is not finite.</summary>
    public Spectrum? Measure(Triple triple)
    {
        // J_t first: the order in which factors are appended on the right.
        var steps = Enumerable.Range(triple.K + 1, triple.T - triple.K).Reverse().ToArray();
        if (protocol.Has(Departure.ReversedProducts))
            Array.Reverse(steps);
        var length = Spectrum.LengthUnder(protocol);
        var spectrum = protocol.Has(Departure.SinglePrecisionProducts)
            ? Direct(triple.Sequence, steps) is { } values ? Spectrum.FromValues(values, rank, length) : (Spectrum?)null
            : Spectrum.FromLogarithms(InLogDomain(triple.Sequence, steps), rank, length);
        GC.KeepAlive(this);
        return spectrum;
    }

    /// <summary>ln σ of the product, never formed.</summary>
    private double[] InLogDomain(int sequence, ReadOnlySpan<int> steps)
    {
        Span<nint> group = stackalloc nint[GroupLength];
        for (var start = 0; start < steps.Length; start += GroupLength)
        {
            var count = Math.Min(GroupLength, steps.Length - start);
            for (var i = 0; i < count; i++)
                group[i] = (nint)Jacobian(sequence, steps[start + i], factors[i]);
            svd.AppendGroup(group[..count]);
        }
        return svd.LogSingularValues();
    }

    /// <summary>Singular values of the product formed in T; null where it is not finite.</summary>
    private double[]? Direct(int sequence, ReadOnlySpan<int> steps)
    {
        var (from, to) = (product, next);
        Jacobian(sequence, steps[^1], from);
        for (var i = steps.Length - 2; i >= 0; i--)
        {
            MatrixProduct.Multiply(size, size, width, Jacobian(sequence, steps[i], factors[0]), width, 1, from.Pointer, width, to.Pointer);
            (from, to) = (to, from);
        }

        var wideWidth = Simd.Padded<double>(size);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var value = double.CreateChecked(from.Pointer[i * width + j]);
                if (!double.IsFinite(value))
                    return null;
                wide.Pointer[i * wideWidth + j] = value;
                transposed.Pointer[j * wideWidth + i] = value;
            }
        }
        // Eigenvalues of M Mᵀ: below 1e-8 σ_1 they are noise, and so is the product itself in float32.
        MatrixProduct.Multiply(size, size, wideWidth, wide.Pointer, wideWidth, 1, transposed.Pointer, wideWidth, gram.Pointer);
        return Array.ConvertAll(eigenvalues.Of(gram.Pointer), λ => Math.Sqrt(Math.Max(0, λ)));
    }

    private T* Jacobian(int sequence, int t, AlignedArray<T> target)
    {
        unroll.StateJacobian(sequence, t, target.Pointer, protocol.Has(Departure.GateTermAfterStep) ? GateTermState.AfterStep : GateTermState.BeforeStep);
        return target.Pointer;
    }
}
