using System.Runtime.Intrinsics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>The leaky integrator, a constant gate α: x_t = α φ_t + (1 − α) x_{t−1}; J_t = α D_t W_r + (1 − α) I.</summary>
/// <param name="alpha">The gate α in (0, 1]; 1 is the plain cell.</param>
public sealed unsafe class LeakyCell(double alpha = LeakyCell.PaperAlpha) : Cell("leaky", new Preactivation("Wr", "Wi"))
{
    /// <summary>The released program's default and the paper's value.</summary>
    public const double PaperAlpha = 0.8;

    /// <summary>The gate α.</summary>
    public double Alpha { get; } = alpha is > 0 and <= 1
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The leak α must lie in (0, 1].");

    internal override bool GateIsShared => true;

    internal override void Step<T>(CellStep<T> s)
    {
        var α = Simd.Constant<T>(Alpha);
        var carry = Simd.Constant<T>(1 - Alpha);
        for (var i = 0; i < s.Length; i += Vector512<T>.Count)
        {
            var φ = Simd.Tanh(Vector512.Load(s.Candidate + i));
            φ.Store(s.Candidate + i);
            (α * φ + carry * Vector512.Load(s.Previous + i)).Store(s.Next + i);
        }
    }

    internal override void StepAdjoint<T>(CellStep<T> s)
    {
        var α = Simd.Constant<T>(Alpha);
        var carry = Simd.Constant<T>(1 - Alpha);
        for (var i = 0; i < s.Length; i += Vector512<T>.Count)
        {
            var φ = Vector512.Load(s.Candidate + i);
            var λ = Vector512.Load(s.Adjoint + i);
            (α * λ * (Vector512<T>.One - φ * φ)).Store(s.CandidateDelta + i);
            (carry * λ).Store(s.Adjoint + i);
        }
    }

    internal override void DominantJacobian<T>(CellLinearization<T> at)
    {
        for (var i = 0; i < at.Hidden; i++)
        {
            var slope = Vector512.Create(T.CreateChecked(Alpha) * (T.One - at.Candidate[i] * at.Candidate[i]));
            for (var j = 0; j < at.Width; j += Vector512<T>.Count)
                (slope * Vector512.Load(at.RecurrentWeight + i * at.Width + j)).Store(at.Row(i) + j);
            at.Row(i)[i] += T.CreateChecked(1 - Alpha);
        }
    }

    internal override double Gate<T>(CellLinearization<T> at, int unit) => Alpha;
}
