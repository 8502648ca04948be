using System.Runtime.Intrinsics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>The gated recurrent unit: z and r gate per unit, n_t = tanh(W_i u_t + b_i + r_t ⊙ (W_r x_{t−1} + b_r)), x_t = (1 − z_t) ⊙ n_t + z_t ⊙ x_{t−1}.</summary>
/// <remarks>
/// <para><b>Source.</b> Cho et al., arXiv:1406.1078, in the variant of torch's <c>GRU</c>: the reset gate multiplies the product W_r x_{t−1},
/// not the state in it. z_t = σ(W_rz x_{t−1} + W_iz u_t + b_z), r_t = σ(W_rr x_{t−1} + W_ir u_t + b_rr); torch's two biases of a gate are one here, their sum.</para>
/// <para>With q = W_r x_{t−1} + b_r and D = diag(1 − n²): A_t = diag(1 − z) D diag(r) W_r + diag(z), and
/// B_t = diag((x_{t−1} − n) ⊙ z ⊙ (1 − z)) W_rz + diag(1 − z) D diag(q ⊙ r ⊙ (1 − r)) W_rr.</para>
/// <para><b>Convention.</b> z multiplies the old state, so the gate of arXiv:2508.12121, which multiplies the candidate, is g = 1 − z.</para>
/// </remarks>
public sealed unsafe class GruCell()
    : Cell(
        "gru",
        new Preactivation(null, "Wi", Bias: "bi"),
        new Preactivation("Wrz", "Wiz", Bias: "bz"),
        new Preactivation("Wrr", "Wir", Bias: "brr"),
        new Preactivation("Wr", null, Bias: "br"))
{
    private const int Carried = 1;
    private const int Reset = 2;
    private const int Recurrent = 3;

    internal override bool GateIsShared => false;

    internal override void Step<T>(CellStep<T> s)
    {
        T* carried = s.Activations[Carried], reset = s.Activations[Reset], recurrent = s.Activations[Recurrent];
        for (var i = 0; i < s.Length; i += Vector512<T>.Count)
        {
            var z = Simd.Logistic(Vector512.Load(carried + i));
            var r = Simd.Logistic(Vector512.Load(reset + i));
            var n = Simd.Tanh(Vector512.Load(s.Candidate + i) + r * Vector512.Load(recurrent + i));
            z.Store(carried + i);
            r.Store(reset + i);
            n.Store(s.Candidate + i);
            ((Vector512<T>.One - z) * n + z * Vector512.Load(s.Previous + i)).Store(s.Next + i);
        }
    }

    internal override void StepAdjoint<T>(CellStep<T> s)
    {
        for (var i = 0; i < s.Length; i += Vector512<T>.Count)
        {
            var n = Vector512.Load(s.Candidate + i);
            var z = Vector512.Load(s.Activations[Carried] + i);
            var r = Vector512.Load(s.Activations[Reset] + i);
            var λ = Vector512.Load(s.Adjoint + i);
            var zλ = z * λ;
            var candidate = (Vector512<T>.One - z) * λ * (Vector512<T>.One - n * n);
            candidate.Store(s.CandidateDelta + i);
            (candidate * r).Store(s.Deltas[Recurrent] + i);
            (candidate * Vector512.Load(s.Activations[Recurrent] + i) * r * (Vector512<T>.One - r)).Store(s.Deltas[Reset] + i);
            ((Vector512.Load(s.Previous + i) - n) * zλ * (Vector512<T>.One - z)).Store(s.Deltas[Carried] + i);
            zλ.Store(s.Adjoint + i);
        }
    }

    internal override void DominantJacobian<T>(CellLinearization<T> at)
    {
        for (var i = 0; i < at.Hidden; i++)
        {
            var (n, z, r) = (at.Candidate[i], at.Activation(Carried)[i], at.Activation(Reset)[i]);
            var slope = Vector512.Create((T.One - z) * (T.One - n * n) * r);
            for (var j = 0; j < at.Width; j += Vector512<T>.Count)
                (slope * Vector512.Load(at.RecurrentWeights[Recurrent] + i * at.Width + j)).Store(at.Row(i) + j);
            at.Row(i)[i] += z;
        }
    }

    internal override void AddGateJacobian<T>(CellLinearization<T> at)
    {
        for (var i = 0; i < at.Hidden; i++)
        {
            var (n, z, r) = (at.Candidate[i], at.Activation(Carried)[i], at.Activation(Reset)[i]);
            Simd.AddScaled((at.GateState[i] - n) * z * (T.One - z), at.RecurrentWeights[Carried] + i * at.Width, at.Row(i), at.Width);
            var byReset = (T.One - z) * (T.One - n * n) * at.Activation(Recurrent)[i] * r * (T.One - r);
            Simd.AddScaled(byReset, at.RecurrentWeights[Reset] + i * at.Width, at.Row(i), at.Width);
        }
    }

    internal override double Gate<T>(CellLinearization<T> at, int unit) => 1 - double.CreateChecked(at.Activation(Carried)[unit]);

    internal override T Carry<T>(CellLinearization<T> at, int unit) => at.Activation(Carried)[unit];
}
