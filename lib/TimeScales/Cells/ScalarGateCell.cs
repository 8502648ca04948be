using System.Runtime.Intrinsics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>One gate for all units: g_t = σ(w_rg·x_{t−1} + w_ig·u_t + b_g), x_t = g_t φ_t + (1 − g_t) x_{t−1}.</summary>
/// <remarks>
/// J_t = g_t D_t W_r + (1 − g_t) I + g_t(1 − g_t) (φ_t − x_{t−1}) w_rgᵀ; the last term is the gate-induced B_t.
/// <b>Convention.</b> The gate multiplies the candidate: g_t = 0 freezes the state.
/// </remarks>
/// <param name="hasGateBias">Whether there is a b_g, named bg; the paper's cell has none.</param>
public sealed unsafe class ScalarGateCell(bool hasGateBias = false)
    : Cell("scalar", new Preactivation("Wr", "Wi"), new Preactivation("Wrg", "Wig", Shared: true, Bias: hasGateBias ? "bg" : null))
{
    internal override bool GateIsShared => true;

    internal override void Step<T>(CellStep<T> s)
    {
        for (var b = 0; b < s.Batch; b += Vector512<T>.Count)
            Simd.Logistic(Vector512.Load(s.Gate + b)).Store(s.Gate + b);
        for (var b = 0; b < s.Batch; b++)
        {
            var g = Vector512.Create(s.Gate[b]);
            var carry = Vector512<T>.One - g;
            for (var i = b * s.Width; i < (b + 1) * s.Width; i += Vector512<T>.Count)
            {
                var φ = Simd.Tanh(Vector512.Load(s.Candidate + i));
                φ.Store(s.Candidate + i);
                (g * φ + carry * Vector512.Load(s.Previous + i)).Store(s.Next + i);
            }
        }
    }

    internal override void StepAdjoint<T>(CellStep<T> s)
    {
        for (var b = 0; b < s.Batch; b++)
        {
            var g = Vector512.Create(s.Gate[b]);
            var carry = Vector512<T>.One - g;
            var gateSum = Vector512<T>.Zero;
            for (var i = b * s.Width; i < (b + 1) * s.Width; i += Vector512<T>.Count)
            {
                var φ = Vector512.Load(s.Candidate + i);
                var λ = Vector512.Load(s.Adjoint + i);
                gateSum = Simd.MultiplyAdd(λ, φ - Vector512.Load(s.Previous + i), gateSum);
                (g * λ * (Vector512<T>.One - φ * φ)).Store(s.CandidateDelta + i);
                (carry * λ).Store(s.Adjoint + i);
            }
            s.GateDelta[b] = Simd.Sum(gateSum) * s.Gate[b] * (T.One - s.Gate[b]);
        }
    }

    internal override void DominantJacobian<T>(CellLinearization<T> at)
    {
        var g = at.SharedGate;
        for (var i = 0; i < at.Hidden; i++)
        {
            var slope = Vector512.Create(g * (T.One - at.Candidate[i] * at.Candidate[i]));
            for (var j = 0; j < at.Width; j += Vector512<T>.Count)
                (slope * Vector512.Load(at.RecurrentWeight + i * at.Width + j)).Store(at.Row(i) + j);
            at.Row(i)[i] += T.One - g;
        }
    }

    internal override void AddGateJacobian<T>(CellLinearization<T> at)
    {
        var gateSlope = at.SharedGate * (T.One - at.SharedGate);
        for (var i = 0; i < at.Hidden; i++)
            Simd.AddScaled(gateSlope * (at.Candidate[i] - at.GateState[i]), at.GateWeight, at.Row(i), at.Width);
    }

    internal override double Gate<T>(CellLinearization<T> at, int unit) => double.CreateChecked(at.SharedGate);
}
