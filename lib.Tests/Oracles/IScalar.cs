using System.Numerics;

namespace TimeScales.Tests.Oracles;

/// <summary>A number that the reference cells can run on: real, complex, or recorded for differentiation.</summary>
internal interface IScalar<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>, IMultiplyOperators<TSelf, TSelf, TSelf>
    where TSelf : IScalar<TSelf>
{
    static abstract TSelf Of(double value);

    static abstract TSelf Tanh(TSelf x);

    static abstract TSelf Logistic(TSelf x);

    static abstract TSelf Exp(TSelf x);

    static abstract TSelf Log(TSelf x);
}

/// <summary>A real number.</summary>
internal readonly record struct Real(double Value) : IScalar<Real>
{
    public static Real Of(double value) => new(value);

    public static Real operator +(Real x, Real y) => new(x.Value + y.Value);

    public static Real operator -(Real x, Real y) => new(x.Value - y.Value);

    public static Real operator *(Real x, Real y) => new(x.Value * y.Value);

    public static Real Tanh(Real x) => new(Math.Tanh(x.Value));

    public static Real Logistic(Real x) => new(1 / (1 + Math.Exp(-x.Value)));

    public static Real Exp(Real x) => new(Math.Exp(x.Value));

    public static Real Log(Real x) => new(Math.Log(x.Value));
}

/// <summary>A complex number, for complex-step differences: f′(x) = Im f(x + ih)/h without cancellation.</summary>
internal readonly record struct Perturbed(Complex Value) : IScalar<Perturbed>
{
    /// <summary>The derivative along the perturbation.</summary>
    public double Derivative => Value.Imaginary / Numerical.ComplexStep;

    /// <summary>x + ih·direction.</summary>
    public static Perturbed Along(double value, double direction) => new(new Complex(value, direction * Numerical.ComplexStep));

    public static Perturbed Of(double value) => new(value);

    public static Perturbed operator +(Perturbed x, Perturbed y) => new(x.Value + y.Value);

    public static Perturbed operator -(Perturbed x, Perturbed y) => new(x.Value - y.Value);

    public static Perturbed operator *(Perturbed x, Perturbed y) => new(x.Value * y.Value);

    public static Perturbed Tanh(Perturbed x) => new(Complex.Tanh(x.Value));

    public static Perturbed Logistic(Perturbed x) => new(1 / (1 + Complex.Exp(-x.Value)));

    public static Perturbed Exp(Perturbed x) => new(Complex.Exp(x.Value));

    public static Perturbed Log(Perturbed x) => new(Complex.Log(x.Value));
}
