using System.Numerics;
using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Departures;

/// <summary>Departure 3, the stand-in for a spectral norm: ‖M v‖ after five steps v ← M v/‖M v‖ from a random start.</summary>
/// <remarks>It iterates M itself, not MᵀM: for a matrix that is not normal this tends to the modulus of its leading eigenvalue,
/// which lies below ‖M‖₂.</remarks>
/// <param name="size">Rows of the matrices.</param>
/// <param name="generator">Gives the starts: [size] standard normals for each call.</param>
internal sealed class PowerIteration<T>(int size, TorchGenerator generator) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Iterations = 5;
    private const double Offset = 1e-12;

    private readonly PaddedMatrix<T> vector = new(1, size);
    private readonly PaddedMatrix<T> image = new(1, size);

    /// <summary>The gain ‖M v‖ after five steps, for a product of any number of factors.</summary>
    public double Gain(PaddedMatrix<T> m, int factors)
    {
        generator.FillNormal(vector.Row(0)[..size]);
        for (var i = 0; i < Iterations; i++)
        {
            Normalize();
            m.Multiply(vector.Row(0), image.Row(0));
            vector.CopyFrom(image);
        }
        Normalize();
        m.Multiply(vector.Row(0), image.Row(0));
        return double.CreateChecked(image.FrobeniusNorm());
    }

    private void Normalize() => vector.Scale(T.One / (vector.FrobeniusNorm() + T.CreateChecked(Offset)));
}
