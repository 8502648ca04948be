using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales.Benchmarks;

/// <summary>The kernels at the paper's size, H = 64, and the machine's peak beside them.</summary>
public unsafe class KernelBenchmarks
{
    private const int H = 64;
    private const int PeakIterations = 10_000;

    private readonly AlignedArray<float> a32 = Filled<float>();
    private readonly AlignedArray<float> b32 = Filled<float>();
    private readonly AlignedArray<float> c32 = new(H * H);
    private readonly AlignedArray<double> a64 = Filled<double>();
    private readonly AlignedArray<double> b64 = Filled<double>();
    private readonly AlignedArray<double> c64 = new(H * H);
    private readonly SpectralNorm norm = new(H);
    private readonly ProductSvd product = new(H);
    private readonly TorchGenerator generator = new(1);
    private readonly float[] normals = new float[H];

    /// <summary>The most multiply-adds that the processor does in float32: ten independent chains.</summary>
    [Benchmark]
    [Flops(2.0 * 10 * 16 * PeakIterations)]
    public float PeakFloat32() => Peak(Vector512.Create(0.999f), Vector512.Create(0.001f));

    /// <summary>The most multiply-adds that the processor does in float64.</summary>
    [Benchmark]
    [Flops(2.0 * 10 * 8 * PeakIterations)]
    public double PeakFloat64() => Peak(Vector512.Create(0.999), Vector512.Create(0.001));

    /// <summary>64 × 64 × 64 in float32.</summary>
    [Benchmark]
    [Flops(2.0 * H * H * H)]
    public void ProductFloat32() => MatrixProduct.Multiply(H, H, H, a32.Pointer, H, 1, b32.Pointer, H, c32.Pointer);

    /// <summary>64 × 64 × 64 in float64.</summary>
    [Benchmark]
    [Flops(2.0 * H * H * H)]
    public void ProductFloat64() => MatrixProduct.Multiply(H, H, H, a64.Pointer, H, 1, b64.Pointer, H, c64.Pointer);

    /// <summary>Spectral norm of a random matrix without a start from before.</summary>
    [Benchmark]
    public double SpectralNormCold()
    {
        norm.Reset();
        return norm.Of(a64.Pointer);
    }

    /// <summary>One factor appended to a product in the log domain.</summary>
    [Benchmark]
    public void ProductSvdAppend() => product.Append(a64.Pointer);

    /// <summary>All singular values of a product of one factor.</summary>
    [Benchmark]
    public double[] ProductSvdOfOneFactor()
    {
        product.Clear();
        product.Append(a64.Pointer);
        return product.LogSingularValues();
    }

    /// <summary>64 normals in float32, torch's.</summary>
    [Benchmark]
    public void Normals() => generator.FillNormal(normals.AsSpan());

    private static T Peak<T>(Vector512<T> factor, Vector512<T> addend) where T : unmanaged
    {
        Vector512<T> x0 = factor, x1 = factor, x2 = factor, x3 = factor, x4 = factor;
        Vector512<T> x5 = factor, x6 = factor, x7 = factor, x8 = factor, x9 = factor;
        for (var i = 0; i < PeakIterations; i++)
        {
            x0 = Simd.MultiplyAdd(x0, factor, addend);
            x1 = Simd.MultiplyAdd(x1, factor, addend);
            x2 = Simd.MultiplyAdd(x2, factor, addend);
            x3 = Simd.MultiplyAdd(x3, factor, addend);
            x4 = Simd.MultiplyAdd(x4, factor, addend);
            x5 = Simd.MultiplyAdd(x5, factor, addend);
            x6 = Simd.MultiplyAdd(x6, factor, addend);
            x7 = Simd.MultiplyAdd(x7, factor, addend);
            x8 = Simd.MultiplyAdd(x8, factor, addend);
            x9 = Simd.MultiplyAdd(x9, factor, addend);
        }
        return Simd.Sum(x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9);
    }

    private static AlignedArray<T> Filled<T>() where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var array = new AlignedArray<T>(H * H);
        new TorchGenerator(7).FillUniform(array.Span, -T.One, T.One);
        return array;
    }
}
