using System.Numerics;

namespace TimeScales;

/// <summary>Gradient clipping by norm: a gradient longer than a limit is shortened to it, its direction kept.</summary>
/// <remarks><b>Source.</b> Pascanu, Mikolov and Bengio, arXiv:1211.5063, Algorithm 1.</remarks>
public static class GradientClipping
{
    /// <summary>g ← g·limit/‖g‖₂ where ‖g‖₂ is larger than the limit.</summary>
    /// <param name="gradient">∂L/∂θ, [P]; changed in place.</param>
    /// <param name="limit">The largest norm allowed.</param>
    /// <returns>‖g‖₂ before, summed in float64.</returns>
    public static double Clip<T>(Span<T> gradient, double limit) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var square = 0.0;
        foreach (var g in gradient)
            square += double.CreateChecked(g) * double.CreateChecked(g);
        var norm = Math.Sqrt(square);
        if (!(norm > limit))
            return norm;
        var scale = T.CreateChecked(limit / norm);
        foreach (ref var g in gradient)
            g *= scale;
        return norm;
    }
}
