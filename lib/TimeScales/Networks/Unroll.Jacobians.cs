using TimeScales.Kernels;

namespace TimeScales;

/// <content>What one step does to a small change of the state, and what gates say there.</content>
public sealed partial class Unroll<T>
{
    /// <summary>J_t of one sequence, [state size, state size].</summary>
    public T[,] StateJacobian(int sequence, int t)
    {
        var jacobian = new PaddedMatrix<T>(StateSize, StateSize);
        StateJacobian(sequence, t, jacobian);
        return jacobian.ToDense();
    }

    /// <summary>A_t of one sequence, [state size, state size]: the Jacobian with the gates held fixed.</summary>
    public T[,] DominantJacobian(int sequence, int t)
    {
        ThrowIfOutside(sequence, t);
        var dominant = new PaddedMatrix<T>(StateSize, StateSize);
        unrolled.Jacobian(sequence, t, t - 1, dominant, null);
        return dominant.ToDense();
    }

    /// <summary>Writes J_t of one sequence.</summary>
    /// <param name="sequence">b.</param>
    /// <param name="t">1 … T.</param>
    /// <param name="jacobian">[state size, state size]; row = component of x_t, column = component of x_{t−1}.</param>
    internal void StateJacobian(int sequence, int t, PaddedMatrix<T> jacobian) =>
        StateJacobian(sequence, t, jacobian, slopesAt: t - 1);

    /// <summary>Writes J_t of one sequence with the slopes of its gates taken at another state; the derivative is the one with
    /// t − 1.</summary>
    /// <param name="sequence">b.</param>
    /// <param name="t">1 … T.</param>
    /// <param name="jacobian">[state size, state size].</param>
    /// <param name="slopesAt">The step whose state stands for x_{t−1} in the slopes: t − 1 or t.</param>
    internal void StateJacobian(int sequence, int t, PaddedMatrix<T> jacobian, int slopesAt)
    {
        ThrowIfOutside(sequence, t, slopesAt);
        unrolled.Jacobian(sequence, t, slopesAt, jacobian, jacobian);
    }

    /// <summary>Writes A_t and B_t of one sequence, [state size, state size] each; J_t is their sum.</summary>
    internal void SplitJacobian(int sequence, int t, PaddedMatrix<T> dominant, PaddedMatrix<T> gateInduced) =>
        SplitJacobian(sequence, t, dominant, gateInduced, slopesAt: t - 1);

    /// <summary>The same with the slopes of gates taken at another state.</summary>
    internal void SplitJacobian(int sequence, int t, PaddedMatrix<T> dominant, PaddedMatrix<T> gateInduced, int slopesAt)
    {
        ThrowIfOutside(sequence, t, slopesAt);
        unrolled.Jacobian(sequence, t, slopesAt, dominant, gateInduced);
    }

    /// <summary>g_t of one unit.</summary>
    public double Gate(int sequence, int t, int unit)
    {
        ThrowIfOutside(sequence, t);
        return double.CreateChecked(unrolled.Gate(sequence, t, unit).Taken);
    }

    /// <summary>What one unit kept of its value at step t, weights aside: 1 − g_t, or the forget gate.</summary>
    internal T Carry(int sequence, int t, int unit)
    {
        ThrowIfOutside(sequence, t);
        return unrolled.Gate(sequence, t, unit).Kept;
    }

    /// <summary>∂h_t/∂c_t of one unit; 1 without memory.</summary>
    internal double Exposure(int sequence, int t, int unit)
    {
        ThrowIfOutside(sequence, t);
        return double.CreateChecked(unrolled.Exposure(sequence, t, unit));
    }

    private void ThrowIfOutside(int sequence, int t, int? slopesAt = null)
    {
        if (sequence < 0 || sequence >= Batch)
            throw new ArgumentOutOfRangeException(nameof(sequence), sequence, $"Sequences are 0 … {Batch - 1}.");
        if (t < 1 || t > Steps)
            throw new ArgumentOutOfRangeException(nameof(t), t, $"Steps are 1 … {Steps}.");
        if (slopesAt is { } other && other != t && other != t - 1)
            throw new ArgumentOutOfRangeException(nameof(slopesAt), other, $"Slopes at step {t} take the state {t - 1} or {t}.");
    }
}
