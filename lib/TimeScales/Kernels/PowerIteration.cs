using System.Numerics;
using TimeScales.RandomStreams;

namespace TimeScales.Kernels;

/// <summary>The released program's stand-in for a spectral norm: ‖M v‖ after five steps v ← M v/‖M v‖ from a random start.</summary>
/// <remarks>It iterates M itself, not MᵀM: for a matrix that is not normal this tends to the modulus of its leading eigenvalue,
/// which lies below ‖M‖₂. Departure 3; kept to repeat the published numbers.</remarks>
internal sealed unsafe class PowerIteration<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Iterations = 5;
    private const double Offset = 1e-12;

    private readonly int size;
    private readonly int width;
    private readonly TorchGenerator generator;
    private readonly AlignedArray<T> vector;
    private readonly AlignedArray<T> image;

    /// <summary>Draws the starts from <paramref name="generator"/>: [size] standard normals for each call.</summary>
    public PowerIteration(int size, TorchGenerator generator)
    {
        this.size = size;
        this.generator = generator;
        width = Simd.Padded<T>(size);
        vector = new AlignedArray<T>(width);
        image = new AlignedArray<T>(width);
    }

    /// <summary>The gain ‖M v‖ after five steps.</summary>
    /// <param name="m">M, [size, width].</param>
    public double Gain(T* m)
    {
        generator.FillNormal(vector.Span[..size]);
        Normalize();
        for (var i = 0; i < Iterations; i++)
        {
            MatrixVector.Multiply(size, width, m, vector.Pointer, image.Pointer);
            image.Span[..size].CopyTo(vector.Span);
            Normalize();
        }
        MatrixVector.Multiply(size, width, m, vector.Pointer, image.Pointer);
        var gain = double.CreateChecked(Norm(image));
        GC.KeepAlive(this);
        return gain;
    }

    private void Normalize()
    {
        var scale = T.One / (Norm(vector) + T.CreateChecked(Offset));
        Simd.Scale(scale, vector.Pointer, width);
    }

    private T Norm(AlignedArray<T> x) => T.Sqrt(Simd.Dot(x.Pointer, x.Pointer, width));
}
