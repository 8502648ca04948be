using System.Runtime.Intrinsics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>The plain recurrent cell x_t = tanh(W_r x_{t−1} + W_i u_t); J_t = D_t W_r with D_t = diag(1 − φ_t²).</summary>
public sealed unsafe class PlainCell() : Cell("plain", new Preactivation("Wr", "Wi"))
{
    internal override bool GateIsShared => true;

    internal override void Step<T>(CellStep<T> s)
    {
        for (var i = 0; i < s.Length; i += Vector512<T>.Count)
        {
            var φ = Simd.Tanh(Vector512.Load(s.Candidate + i));
            φ.Store(s.Candidate + i);
            φ.Store(s.Next + i);
        }
    }

    internal override void StepAdjoint<T>(CellStep<T> s)
    {
        for (var i = 0; i < s.Length; i += Vector512<T>.Count)
        {
            var φ = Vector512.Load(s.Candidate + i);
            var λ = Vector512.Load(s.Adjoint + i);
            (λ * (Vector512<T>.One - φ * φ)).Store(s.CandidateDelta + i);
            Vector512<T>.Zero.Store(s.Adjoint + i);
        }
    }

    internal override void DominantJacobian<T>(CellLinearization<T> at)
    {
        for (var i = 0; i < at.Hidden; i++)
        {
            var slope = Vector512.Create(T.One - at.Candidate[i] * at.Candidate[i]);
            for (var j = 0; j < at.Width; j += Vector512<T>.Count)
                (slope * Vector512.Load(at.RecurrentWeight + i * at.Width + j)).Store(at.Row(i) + j);
        }
    }

    internal override double Gate<T>(CellLinearization<T> at, int unit) => 1;
}
