using System.Runtime.Intrinsics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>One gate per unit: g_t = σ(W_rg x_{t−1} + W_ig u_t + b_g), x_t = g_t ⊙ φ_t + (1 − g_t) ⊙ x_{t−1}.</summary>
/// <remarks>
/// J_t = diag(g_t) D_t W_r + diag(1 − g_t) + diag((φ_t − x_{t−1}) ⊙ g_t ⊙ (1 − g_t)) W_rg; the last term is B_t.
/// <b>Convention.</b> The gate multiplies the candidate: g_t = 0 freezes the state.
/// </remarks>
/// <param name="hasGateBias">Whether there is a b_g, named bg; the paper's cell has none.</param>
public sealed unsafe class MultiGateCell(bool hasGateBias = false)
    : Cell("multi", new Preactivation("Wr", "Wi"), new Preactivation("Wrg", "Wig", Bias: hasGateBias ? "bg" : null))
{
    internal override bool GateIsShared => false;

    internal override void Step<T>(CellStep<T> s)
    {
        for (var i = 0; i < s.Length; i += Vector512<T>.Count)
        {
            var φ = Simd.Tanh(Vector512.Load(s.Candidate + i));
            var g = Simd.Logistic(Vector512.Load(s.Gate + i));
            φ.Store(s.Candidate + i);
            g.Store(s.Gate + i);
            (g * φ + (Vector512<T>.One - g) * Vector512.Load(s.Previous + i)).Store(s.Next + i);
        }
    }

    internal override void StepAdjoint<T>(CellStep<T> s)
    {
        for (var i = 0; i < s.Length; i += Vector512<T>.Count)
        {
            var φ = Vector512.Load(s.Candidate + i);
            var g = Vector512.Load(s.Gate + i);
            var λ = Vector512.Load(s.Adjoint + i);
            var gλ = g * λ;
            var carried = (Vector512<T>.One - g) * λ;
            (gλ * (Vector512<T>.One - φ * φ)).Store(s.CandidateDelta + i);
            (g * carried * (φ - Vector512.Load(s.Previous + i))).Store(s.GateDelta + i);
            carried.Store(s.Adjoint + i);
        }
    }

    internal override void DominantJacobian<T>(CellLinearization<T> at)
    {
        for (var i = 0; i < at.Hidden; i++)
        {
            var g = at.Gate[i];
            var slope = Vector512.Create(g * (T.One - at.Candidate[i] * at.Candidate[i]));
            for (var j = 0; j < at.Width; j += Vector512<T>.Count)
                (slope * Vector512.Load(at.RecurrentWeight + i * at.Width + j)).Store(at.Row(i) + j);
            at.Row(i)[i] += T.One - g;
        }
    }

    internal override void AddGateJacobian<T>(CellLinearization<T> at)
    {
        for (var i = 0; i < at.Hidden; i++)
        {
            var g = at.Gate[i];
            var factor = (at.Candidate[i] - at.GateState[i]) * g * (T.One - g);
            Simd.AddScaled(factor, at.GateWeight + i * at.Width, at.Row(i), at.Width);
        }
    }

    internal override double Gate<T>(CellLinearization<T> at, int unit) => double.CreateChecked(at.Gate[unit]);
}
