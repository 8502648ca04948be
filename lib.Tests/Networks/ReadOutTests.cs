using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Networks;

/// <summary>Networks that answer with one of several classes, through the passes that those with one number go through.</summary>
internal sealed class ReadOutTests
{
    private const int Steps = 6;

    private static Problem Problem(Cell cell) => new(cell, hidden: 17, inputs: 5, batch: 7, Steps, readOut: new ClassReadOut(10));

    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void The_gradient_of_the_cross_entropy_equals_automatic_differentiation(Cell cell)
    {
        var p = Problem(cell);
        var gradient = new double[p.Network.Weights.Length];
        p.Unroll().Backward(p.Network, p.Targets, gradient);

        Assert.That(Numerical.Distance(gradient, Derivatives.GradientByTape(p)), Is.LessThan(Numerical.ManySteps));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void Single_sequence_gradients_equal_automatic_differentiation(Cell cell)
    {
        var p = Problem(cell);
        var gradients = Enumerable.Range(0, p.Batch).Select(_ => new double[p.Network.Weights.Length]).ToArray();
        p.Unroll().SequenceGradients(p.Network, p.Targets, gradients);

        for (var b = 0; b < p.Batch; b++)
            Assert.That(Numerical.Distance(gradients[b], Derivatives.SequenceGradientByTape(p, b)), Is.LessThan(Numerical.ManySteps), $"sequence {b}");
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void The_contributions_of_all_lags_sum_to_the_gradient(Cell cell)
    {
        var p = Problem(cell);
        var byLag = LagDecomposition.Gradients(p.Network, p.Unroll(), p.Targets);

        var sum = p.Network.Weights.Select((_, i) => byLag.Sum(contribution => contribution[i]));
        Assert.That(Numerical.Distance(sum, Derivatives.GradientByTape(p)), Is.LessThan(Numerical.ManySteps));
    }

    /// <summary>Answers by hand: two classes, ŷ = (0, ln 3), so p = (1/4, 3/4).</summary>
    [TestCase(0f, 4.0, 1.0)]
    [TestCase(1f, 4.0 / 3, 0.0)]
    public void Cross_entropy_and_error_of_two_classes_are_those_by_hand(float target, double inverseShare, double error)
    {
        var answer = new[] { 0, Math.Log(3) };
        var readOut = new ClassReadOut(2);
        var delta = new double[2];
        readOut.Derivative<double>(answer, target, batch: 2, delta);

        Assert.That(readOut.Loss<double>(answer, target), Is.EqualTo(Math.Log(inverseShare)).Within(1e-15));
        Assert.That(readOut.Error<double>(answer, target), Is.EqualTo(error));
        Assert.That(delta, Is.EqualTo(target == 0 ? new[] { -0.375, 0.375 } : [0.125, -0.125]).Within(1e-15));
    }

    [Test]
    public void Large_answers_overflow_neither_the_loss_nor_its_derivative()
    {
        var delta = new float[2];
        new ClassReadOut(2).Derivative<float>([1000, 0], 1, batch: 1, delta);

        Assert.That(new ClassReadOut(2).Loss<float>([1000, 0], 1), Is.EqualTo(1000f));
        Assert.That(delta, Is.EqualTo(new[] { 1f, -1f }));
    }

    /// <summary>p_y = 1 − 2e-20 rounds to 1; its derivative is still that of the others.</summary>
    [Test]
    public void A_sure_answer_leaves_a_derivative_of_full_precision()
    {
        var delta = new double[3];
        new ClassReadOut(3).Derivative<double>([46, 0, 0], 0, batch: 1, delta);

        Assert.That(delta[1], Is.EqualTo(Math.Exp(-46)).Within(1e-12).Percent);
        Assert.That(delta[0], Is.EqualTo(-2 * Math.Exp(-46)).Within(1e-12).Percent);
    }

    /// <summary>A network that has diverged reads no digit right, zeros included.</summary>
    [Test]
    public void What_is_no_number_is_wrong([Values(0, 1)] double target) =>
        Assert.That(new ClassReadOut(2).Error([double.NaN, double.NaN], target), Is.EqualTo(1));

    [Test]
    public void The_best_constant_answer_names_the_commonest_class_or_the_mean()
    {
        Assert.That(new ClassReadOut(3).ErrorOfBestConstant([0, 2, 2, 1]), Is.EqualTo(0.5));
        Assert.That(ReadOut.Number.ErrorOfBestConstant([1, 2, 3, 6]), Is.EqualTo(3.5));
    }

    [Test]
    public void A_network_and_an_unroll_that_answer_differently_are_refused_with_both_numbers_of_outputs() =>
        Assert.That(
            () => new Unroll<double>(Cell.ByName("plain"), 3, 2, 1, 1).Forward(new Network<double>(Cell.ByName("plain"), 3, 2, new ClassReadOut(10)), new double[2]),
            Throws.ArgumentException.With.Message.Contains("10 outputs").And.Message.Contains("and 1."));
}
