using System.Numerics;
using System.Runtime.Intrinsics;
using NUnit.Framework;
using TimeScales.Kernels;

namespace TimeScales.Tests.Kernels;

/// <summary>tanh and the logistic function in units of the last place, against decimal arithmetic of 28 places.</summary>
internal sealed class SimdTests
{
    /// <summary>±20 in steps of 1/800, shifted off round numbers; where tanh and σ turn from one branch to the other is inside.</summary>
    private static IEnumerable<double> Grid => Enumerable.Range(-16000, 32001).Select(i => i / 800.0 + 1e-5 * Math.Sin(i));

    private static IEnumerable<double> Magnitudes(int from, int to) =>
        Enumerable.Range(from, to - from + 1).SelectMany(e => new[] { 1.37 * Math.Pow(10, e), -1.37 * Math.Pow(10, e) });

    /// <summary>A rational function of degree 9/8 in float32: the rounding of two Horner sums and a division. Largest seen: 4.8.</summary>
    [Test]
    public void Tanh_in_float32_is_within_5_units_in_the_last_place()
    {
        Assert.That(Grid.Max(x => Units(Tanh((float)x), ExactTanh((float)x))), Is.LessThan(5));
        Assert.That(Magnitudes(-37, 37).Max(x => Units(Tanh((float)x), Math.Tanh((float)x))), Is.LessThan(5));
    }

    /// <summary>Largest seen: 2.1.</summary>
    [Test]
    public void Tanh_in_float64_is_within_3_units_in_the_last_place()
    {
        Assert.That(Grid.Max(x => Units(Tanh(x), ExactTanh(x))), Is.LessThan(3));
        Assert.That(Magnitudes(-300, 300).Max(x => Units(Tanh(x), Math.Tanh(x))), Is.LessThan(3));
    }

    [Test]
    public void What_vanishes_is_zero_and_what_is_no_number_stays_so()
    {
        var kept = Simd.WithoutVanishing(Vector512.Create(1e-31f, -1e-31f, 1e-45f, 1e-29f, -1e-29f, 0, float.NaN, float.NegativeInfinity, 1, 1, 1, 1, 1, 1, 1, 1));

        Assert.That(
            Enumerable.Range(0, 8).Select(i => kept[i]),
            Is.EqualTo(new[] { 0, 0, 0, 1e-29f, -1e-29f, 0, float.NaN, float.NegativeInfinity }));
        Assert.That(Simd.WithoutVanishing(Vector512.Create(1e-299))[0], Is.EqualTo(1e-299));
        Assert.That(Simd.WithoutVanishing(Vector512.Create(-1e-301))[0], Is.Zero);
    }

    /// <summary>Three roundings of 1/(1 + e), each of which counts twice at the lower end of a binade. Largest seen: 3.3 in float64.</summary>
    [Test]
    public void The_logistic_function_is_within_4_units_in_the_last_place()
    {
        Assert.That(Grid.Max(x => Units(Logistic(x), ExactLogistic(x))), Is.LessThan(4));
        Assert.That(Grid.Max(x => Units(Logistic((float)x), ExactLogistic((float)x))), Is.LessThan(4));
    }

    /// <summary>Until e^{-x} overflows at 709 in float64, and until the float32 exponential stops at 87.</summary>
    [Test]
    public void The_logistic_function_of_a_large_negative_number_is_its_exponential()
    {
        var far = Enumerable.Range(0, 2000).Select(i => -40.3 - i * 0.33).ToArray();

        Assert.That(far.Max(x => Units(Logistic(x), Math.Exp(x))), Is.LessThan(4));
        Assert.That(far.Where(x => x > -86).Max(x => Units(Logistic((float)x), Math.Exp((float)x))), Is.LessThan(3));
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

    /// <summary>(e^{2x} − 1)/(e^{2x} + 1) with 28 decimal places.</summary>
    private static decimal ExactTanh(double x)
    {
        var e = ExactExp(2 * Exactly(Math.Abs(x)));
        return Math.Sign(x) * (e - 1) / (e + 1);
    }

    /// <summary>1/(1 + e^{-x}); the smallest on the grid, 2e-9, keeps 19 digits of the 28 places.</summary>
    private static decimal ExactLogistic(double x)
    {
        var e = ExactExp(Exactly(Math.Abs(x)));
        return x < 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>e^x = (e^{x/64})^{64}, the root by its Taylor series.</summary>
    private static decimal ExactExp(decimal x)
    {
        var (sum, term) = (1m, 1m);
        for (var n = 1; n <= 20; n++)
            sum += term *= x / 64 / n;
        for (var i = 0; i < 6; i++)
            sum *= sum;
        return sum;
    }

    private static double Units<T>(T actual, decimal exact) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Math.Abs((double)(Exactly(double.CreateChecked(actual)) - exact)) / UnitAt<T>((double)exact);

    private static double Units<T>(T actual, double exact) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Math.Abs(double.CreateChecked(actual) - exact) / UnitAt<T>(exact);

    /// <summary>The value of a float64 below 2²⁰ to 27 places; the conversion operator rounds to 15 digits, so the leading 40 bits go as an integer.</summary>
    private static decimal Exactly(double x)
    {
        const double scale = 1L << 40;
        var leading = Math.Truncate(x * scale);
        return (decimal)(long)leading / (1L << 40) + (decimal)(x - leading / scale);
    }

    /// <summary>One unit of the last place of T.</summary>
    private static double UnitAt<T>(double value) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var magnitude = T.Abs(T.CreateChecked(value));
        return double.CreateChecked(T.BitIncrement(magnitude)) - double.CreateChecked(magnitude);
    }
}
