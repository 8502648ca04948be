using System.Numerics;
using System.Runtime.Intrinsics;
using NUnit.Framework;
using TimeScales.Numerics;

namespace TimeScales.Tests.Numerics;

/// <summary>tanh and the logistic function in units of the last place, against the runtime's in a wider or equal type.</summary>
internal sealed class SimdTests
{
    private static IEnumerable<double> Grid => Enumerable.Range(-40000, 80001).Select(i => i / 1600.0 + 1e-5 * Math.Sin(i));

    private static IEnumerable<double> AcrossMagnitudes => Enumerable.Range(-300, 602).SelectMany(e => new[] { Math.Pow(10, e) * 1.37, -Math.Pow(10, e) * 1.37 });

    [Test]
    public void Tanh_in_float32_is_within_2_units_in_the_last_place()
    {
        foreach (var x in Grid.Concat(AcrossMagnitudes).Select(x => (float)x))
            Assert.That(Units(Tanh(x), Math.Tanh(x)), Is.LessThanOrEqualTo(2), $"tanh({x})");
    }

    [Test]
    public void Tanh_in_float64_is_within_2_units_in_the_last_place()
    {
        foreach (var x in Grid.Concat(AcrossMagnitudes))
            Assert.That(Units(Tanh(x), Math.Tanh(x)), Is.LessThanOrEqualTo(2), $"tanh({x})");
    }

    /// <summary>Between ±87, where e^{-x} has a float32: beyond, the value stays at that of 87.</summary>
    [Test]
    public void The_logistic_function_in_float32_is_within_3_units_in_the_last_place()
    {
        foreach (var x in Grid.Concat(AcrossMagnitudes.Where(x => Math.Abs(x) < 87)).Select(x => (float)x))
            Assert.That(Units(Logistic(x), 1 / (1 + Math.Exp(-(double)x))), Is.LessThanOrEqualTo(3), $"σ({x})");
    }

    [Test]
    public void The_logistic_function_in_float64_is_within_3_units_in_the_last_place()
    {
        foreach (var x in Grid.Concat(AcrossMagnitudes.Where(x => Math.Abs(x) < 700)))
            Assert.That(Units(Logistic(x), 1 / (1 + Math.Exp(-x))), Is.LessThanOrEqualTo(3), $"σ({x})");
    }

    [Test]
    public void The_logistic_function_in_float32_vanishes_and_saturates_far_out()
    {
        Assert.That(Logistic(-1e30f), Is.LessThan(1e-37f).And.GreaterThanOrEqualTo(0));
        Assert.That(Logistic(1e30f), Is.EqualTo(1));
        Assert.That(Logistic(float.NegativeInfinity), Is.LessThan(1e-37f));
        Assert.That(Logistic(float.PositiveInfinity), Is.EqualTo(1));
    }

    [Test]
    public void The_logistic_function_in_float64_vanishes_and_saturates_far_out()
    {
        Assert.That(Logistic(double.NegativeInfinity), Is.Zero);
        Assert.That(Logistic(double.PositiveInfinity), Is.EqualTo(1));
        Assert.That(Logistic(-1e4), Is.Zero);
    }

    [Test]
    public void Tanh_keeps_the_sign_of_zero_and_the_smallest_numbers()
    {
        Assert.That(double.IsNegative(Tanh(-0.0)), Is.True);
        Assert.That(float.IsNegative(Tanh(-0f)), Is.True);
        Assert.That(Tanh(0.0), Is.Zero);
        Assert.That(Tanh(double.Epsilon), Is.EqualTo(double.Epsilon));
        Assert.That(Tanh(-1e-310), Is.EqualTo(-1e-310));
        Assert.That(Tanh(float.Epsilon), Is.EqualTo(float.Epsilon));
        Assert.That(Tanh(1e-40f), Is.EqualTo(1e-40f));
    }

    [Test]
    public void Tanh_saturates_at_exactly_one()
    {
        Assert.That(Tanh(double.PositiveInfinity), Is.EqualTo(1));
        Assert.That(Tanh(double.NegativeInfinity), Is.EqualTo(-1));
        Assert.That(Tanh(1e300), Is.EqualTo(1));
        Assert.That(Tanh(float.PositiveInfinity), Is.EqualTo(1));
        Assert.That(Tanh(-1e30f), Is.EqualTo(-1));
    }

    /// <summary>A diverged state must stay visible: a finite activation of NaN would hide it.</summary>
    [Test]
    public void What_is_not_a_number_stays_so()
    {
        Assert.That(Tanh(double.NaN), Is.NaN);
        Assert.That(Tanh(float.NaN), Is.NaN);
        Assert.That(Logistic(double.NaN), Is.NaN);
        Assert.That(Logistic(float.NaN), Is.NaN);
    }

    private static T Tanh<T>(T x) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Simd.Tanh(Vector512.Create(x))[3];

    private static T Logistic<T>(T x) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Simd.Logistic(Vector512.Create(x))[3];

    /// <summary>The distance in units of the last place of T at the exact value.</summary>
    private static double Units<T>(T actual, double exact) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rounded = T.CreateChecked(exact);
        var unit = double.CreateChecked(T.BitIncrement(T.Abs(rounded))) - double.CreateChecked(T.Abs(rounded));
        return Math.Abs(double.CreateChecked(actual) - exact) / unit;
    }
}
