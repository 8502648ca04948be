using System.Runtime.Intrinsics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>Long short-term memory with state (h, c): c_t = f_t ⊙ c_{t−1} + i_t ⊙ φ_t, h_t = o_t ⊙ tanh(c_t).</summary>
/// <remarks>
/// <para><b>Source.</b> Hochreiter and Schmidhuber (1997) with a forget gate, as torch's <c>LSTM</c>: φ_t = tanh(W_r h_{t−1} + W_i u_t + b) and
/// gates i, f, o = σ(W_r· h_{t−1} + W_i· u_t + b·), named Wri, Wii, bi and so on; torch's two biases of each are one here, their sum.</para>
/// <para>Rows and columns of J_t, [2H, 2H], are h first, c second. With e = o ⊙ (1 − tanh²(c_t)):
/// ∂c_t/∂c_{t−1} = diag(f), ∂c_t/∂h_{t−1} = diag(i ⊙ (1 − φ²)) W_r + [diag(φ ⊙ i ⊙ (1 − i)) W_ri + diag(c_{t−1} ⊙ f ⊙ (1 − f)) W_rf],
/// ∂h_t/∂· = diag(e) ∂c_t/∂·, and ∂h_t/∂h_{t−1} has [diag(tanh(c_t) ⊙ o ⊙ (1 − o)) W_ro] besides. What stands in brackets is B_t: the gates' own change.</para>
/// <para><b>Convention.</b> The gate that multiplies the candidate is i; what is carried is f, which here is no 1 − i.</para>
/// </remarks>
public sealed unsafe class LstmCell()
    : Cell(
        "lstm",
        new Preactivation("Wr", "Wi", Bias: "b"),
        new Preactivation("Wri", "Wii", Bias: "bi"),
        new Preactivation("Wrf", "Wif", Bias: "bf"),
        new Preactivation("Wro", "Wio", Bias: "bo"))
{
    private const int Forget = 2;
    private const int Output = 3;

    /// <inheritdoc/>
    public override bool HasMemory => true;

    internal override bool GateIsShared => false;

    internal override void Step<T>(CellStep<T> s)
    {
        for (var j = 0; j < s.Length; j += Vector512<T>.Count)
        {
            var φ = Simd.Tanh(Vector512.Load(s.Candidate + j));
            var i = Simd.Logistic(Vector512.Load(s.Gate + j));
            var f = Simd.Logistic(Vector512.Load(s.Activations[Forget] + j));
            var o = Simd.Logistic(Vector512.Load(s.Activations[Output] + j));
            φ.Store(s.Candidate + j);
            i.Store(s.Gate + j);
            f.Store(s.Activations[Forget] + j);
            o.Store(s.Activations[Output] + j);
            var c = f * Vector512.Load(s.PreviousMemory + j) + i * φ;
            c.Store(s.NextMemory + j);
            (o * Simd.Tanh(c)).Store(s.Next + j);
        }
    }

    internal override void StepAdjoint<T>(CellStep<T> s)
    {
        for (var j = 0; j < s.Length; j += Vector512<T>.Count)
        {
            var φ = Vector512.Load(s.Candidate + j);
            var i = Vector512.Load(s.Gate + j);
            var f = Vector512.Load(s.Activations[Forget] + j);
            var o = Vector512.Load(s.Activations[Output] + j);
            var shown = Simd.Tanh(Vector512.Load(s.NextMemory + j));
            var λ = Vector512.Load(s.Adjoint + j);
            var memory = Vector512.Load(s.MemoryAdjoint + j) + λ * o * (Vector512<T>.One - shown * shown);
            (memory * i * (Vector512<T>.One - φ * φ)).Store(s.CandidateDelta + j);
            (memory * φ * i * (Vector512<T>.One - i)).Store(s.GateDelta + j);
            (memory * Vector512.Load(s.PreviousMemory + j) * f * (Vector512<T>.One - f)).Store(s.Deltas[Forget] + j);
            (λ * shown * o * (Vector512<T>.One - o)).Store(s.Deltas[Output] + j);
            (memory * f).Store(s.MemoryAdjoint + j);
            Vector512<T>.Zero.Store(s.Adjoint + j);
        }
    }

    internal override void DominantJacobian<T>(CellLinearization<T> at)
    {
        for (var q = 0; q < at.Hidden; q++)
        {
            var (φ, f, exposure) = (at.Candidate[q], at.Activation(Forget)[q], ExposureOf(at, q));
            T* shown = at.Row(q), memory = at.Row(at.Hidden + q);
            new Span<T>(shown, at.JacobianWidth).Clear();
            new Span<T>(memory, at.JacobianWidth).Clear();
            var slope = at.Gate[q] * (T.One - φ * φ);
            Simd.AddScaled(slope, at.RecurrentWeight + q * at.Width, memory, at.Width);
            Simd.AddScaled(exposure * slope, at.RecurrentWeight + q * at.Width, shown, at.Width);
            memory[at.Hidden + q] = f;
            shown[at.Hidden + q] = exposure * f;
        }
    }

    internal override void AddGateJacobian<T>(CellLinearization<T> at)
    {
        for (var q = 0; q < at.Hidden; q++)
        {
            var (i, f, o) = (at.Gate[q], at.Activation(Forget)[q], at.Activation(Output)[q]);
            var exposure = ExposureOf(at, q);
            T* shown = at.Row(q), memory = at.Row(at.Hidden + q);
            var byInput = at.Candidate[q] * i * (T.One - i);
            var byForget = at.PreviousMemory[q] * f * (T.One - f);
            var byOutput = T.Tanh(at.Memory[q]) * o * (T.One - o);
            var row = q * at.Width;
            Simd.AddScaled(byInput, at.GateWeight + row, memory, at.Width);
            Simd.AddScaled(byForget, at.RecurrentWeights[Forget] + row, memory, at.Width);
            Simd.AddScaled(exposure * byInput, at.GateWeight + row, shown, at.Width);
            Simd.AddScaled(exposure * byForget, at.RecurrentWeights[Forget] + row, shown, at.Width);
            Simd.AddScaled(byOutput, at.RecurrentWeights[Output] + row, shown, at.Width);
        }
    }

    internal override double Gate<T>(CellLinearization<T> at, int unit) => double.CreateChecked(at.Gate[unit]);

    internal override T Carry<T>(CellLinearization<T> at, int unit) => at.Activation(Forget)[unit];

    internal override double Exposure<T>(CellLinearization<T> at, int unit) => double.CreateChecked(ExposureOf(at, unit));

    /// <summary>e = ∂h_t/∂c_t.</summary>
    private static T ExposureOf<T>(CellLinearization<T> at, int q) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var shown = T.Tanh(at.Memory[q]);
        return at.Activation(Output)[q] * (T.One - shown * shown);
    }
}
