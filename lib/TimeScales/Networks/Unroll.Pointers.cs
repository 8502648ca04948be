using TimeScales.Kernels;

namespace TimeScales;

/// <content>Until the estimators are moved.</content>
public sealed unsafe partial class Unroll<T>
{
    internal void StateJacobian(int sequence, int t, T* jacobian, GateTermState gateState = GateTermState.BeforeStep)
    {
        var matrix = new PaddedMatrix<T>(StateSize, StateSize);
        StateJacobian(sequence, t, matrix, gateState == GateTermState.BeforeStep ? t - 1 : t);
        matrix.Span.CopyTo(new Span<T>(jacobian, matrix.Span.Length));
    }

    internal void SplitJacobian(int sequence, int t, T* dominant, T* gateInduced, GateTermState gateState)
    {
        var (a, b) = (new PaddedMatrix<T>(StateSize, StateSize), new PaddedMatrix<T>(StateSize, StateSize));
        SplitJacobian(sequence, t, a, b, gateState == GateTermState.BeforeStep ? t - 1 : t);
        a.Span.CopyTo(new Span<T>(dominant, a.Span.Length));
        b.Span.CopyTo(new Span<T>(gateInduced, a.Span.Length));
    }
}
