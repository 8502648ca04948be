using System.Runtime.InteropServices;
using TimeScales.Kernels;

namespace TimeScales.Torch;

/// <summary>‖M‖₂ of the products of many chains M, M·J, M·J·J′, …, all chains at once and in the way
/// that suits the device.</summary>
internal abstract class SpectralNorms
{
    /// <summary>The way of a device.</summary>
    /// <param name="size">n; a whole number of 512-bit vectors.</param>
    /// <param name="device">Where the matrices live.</param>
    public static SpectralNorms On(Device device, long size) =>
        device.type == DeviceType.CPU ? new NormsBySearch((int)size) : new NormsBySquaring();

    /// <summary>The norms, [m], of matrices [m, n, n] to 1e-8; 0 for a zero matrix.</summary>
    /// <remarks>Where there are fewer matrices than the last time, the first chains have ended.</remarks>
    public abstract Tensor Of(Tensor matrices);
}

/// <summary>By the library's Lanczos, in the memory of the tensors: every chain starts from the vector
/// of its last product.</summary>
/// <remarks>The same in batched operations was 3 to 5 times slower: all matrices of a batch take as many steps as the slowest,
/// short vectors cost more in calls than in arithmetic, and the tridiagonal matrices have to be decomposed one by one.</remarks>
internal sealed class NormsBySearch(int size) : SpectralNorms
{
    private readonly SpectralNorm norm = new(size);
    private double[] vectors = [];
    private int chains;

    public override Tensor Of(Tensor matrices)
    {
        var count = (int)matrices.shape[0];
        if (vectors.Length == 0)
            (vectors, chains) = (new double[count * size], count);
        var elements = MemoryMarshal.Cast<byte, double>(matrices.bytes);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var vector = vectors.AsSpan((chains - count + i) * size, size);
            vector.CopyTo(norm.Start);
            values[i] = norm.Of(elements.Slice(i * size * size, size * size));
            norm.Start.CopyTo(vector);
        }
        return tensor(values);
    }
}

/// <summary>By repeated squaring of M Mᵀ: products only, which a GPU does best.</summary>
/// <remarks>
/// P = (M Mᵀ)^(2^s), scaled to ‖P‖_F = 1, tends to the projector on the leading left singular vector, and its columns v give
/// ‖Mᵀv‖/‖v‖. With the eigenvalues p_i of P, p₁ ≥ 1/tr P, so all others sum to δ ≤ tr P − 1/tr P; in a column whose own diagonal
/// element is d they have a share of at most δ/d, and the squared norm is low by (δ/d)² of it at most: a bound that no direction
/// escapes. Directions so close to the leading one that δ stays large cost x² ln(1/x)/2^s for their x = p_i/p₁, below 2e-10 after
/// 30 squarings, which end the search.
/// </remarks>
internal sealed class NormsBySquaring : SpectralNorms
{
    private const double Tolerance = 1e-8;
    private const int FewestSquarings = 8;
    private const int MostSquarings = 30;

    public override Tensor Of(Tensor matrices)
    {
        using var scope = NewDisposeScope();
        var power = Normalized(matrices.bmm(matrices.transpose(1, 2)));
        for (var squarings = 1; squarings <= MostSquarings; squarings++)
        {
            using var step = NewDisposeScope();
            power = Normalized(power.bmm(power)).InPlaceOf(power);
            // One number to the host, and only from where it may be the last.
            if (squarings >= FewestSquarings && AllAreProven(power))
                break;
        }
        // Of a projector, the largest column is the one of the largest diagonal element.
        var largest = power.diagonal(0, 1, 2).argmax(-1, keepdim: true).unsqueeze(-1);
        var vector = power.take_along_dim(largest, -1);
        var images = matrices.transpose(1, 2).bmm(vector);
        var (image, length) = ((images * images).sum([1, 2]), (vector * vector).sum([1, 2]));
        return where(length > Kept(0), (image / length).sqrt(), zeros_like(length)).MoveToOuterDisposeScope();
    }

    private static bool AllAreProven(Tensor power)
    {
        var diagonal = power.diagonal(0, 1, 2);
        var (trace, largest) = (diagonal.sum([-1]), diagonal.amax([-1]));
        // δ/d ≤ √(2 · tolerance), without dividing by the zeros of a zero matrix.
        return (trace * trace - ones_like(trace)).le(Kept(Math.Sqrt(2 * Tolerance)) * trace * largest).all().cpu().item<bool>();
    }

    private static Tensor Normalized(Tensor matrices)
    {
        var size = (matrices * matrices).sum([1, 2], keepdim: true).sqrt();
        return matrices / where(size > Kept(0), size, ones_like(size));
    }
}
