using NUnit.Framework;
using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cells;

/// <summary>Cells that a reader defines; those of <see cref="OwnCells"/> go through the whole battery.</summary>
internal sealed class OwnCellTests
{
    /// <summary>In a notebook, from what is public: definition, network, gradient and Jacobian against differences.</summary>
    [Test]
    [NonParallelizable]
    public void A_notebook_defines_a_cell_and_measures_it()
    {
        using var notebook = new NotebookSession();
        notebook.Succeed($"#r \"{typeof(Cell).Assembly.Location}\"\nusing TimeScales; using TimeScales.RandomStreams;");
        notebook.Succeed("""
            public class Squashed() : Cell<Squashed.Equation>(
                "squashed", default, new Preactivation("Wr", "Wi"), new Preactivation("Wrg", "Wig", IsGate: true))
            {
                public struct Equation : IEquation
                {
                    public Units<T> Next<T>(UnitStep<T> unit) where T : unmanaged =>
                        unit[1] * (unit[0] = Units.Tanh(unit[0])) + 0.5 * unit.Previous;

                    public void Slopes<T>(UnitStep<T> unit, ref Slopes<T> slopes) where T : unmanaged
                    {
                        slopes.Of(0, unit[1], 1 - unit[0] * unit[0]);
                        slopes.Of(1, unit[0], unit[1], 1 - unit[1]);
                        slopes.OfPrevious(0.5);
                    }

                    public (Units<T> Taken, Units<T> Kept) Gate<T>(UnitStep<T> unit) where T : unmanaged => (unit[1], 0.5);
                }
            }
            """);
        notebook.Succeed("""
            var network = new Network<double>(new Squashed(), hidden: 3, inputs: 2);
            new TorchGenerator(1).FillNormal(network.Weights);
            var inputs = new double[10]; new TorchGenerator(2).FillNormal(inputs);
            var run = network.Unroll(inputs);
            var gradient = run.Gradient([0.7]);
            double Loss() => network.Unroll(inputs).Loss([0.7]);
            double Slope(int i)
            {
                var (w, ε) = (network.Weights[i], 1e-6);
                network.Weights[i] = w + ε; var up = Loss();
                network.Weights[i] = w - ε; var down = Loss();
                network.Weights[i] = w;
                return (up - down) / (2 * ε);
            }
            var x = new double[] { 0.1, -0.2, 0.3 };
            double[] Moved(int j, double by) => network.Step([.. x.Select((v, k) => k == j ? v + by : v)], inputs[..2]);
            double Difference(int i, int j) => (Moved(j, 1e-6)[i] - Moved(j, -1e-6)[i]) / 2e-6;
            var jacobian = network.StateJacobian(x, inputs[..2]);
            """);

        void Holds(string claim) => Assert.That(notebook.Value(claim), Is.EqualTo("true").IgnoreCase, claim);
        Holds("gradient.Select((g, i) => Math.Abs(g - Slope(i))).Max() < 1e-8");
        Holds("gradient.Select(Math.Abs).Min() > 1e-6");
        Holds("Enumerable.Range(0, 9).Max(e => Math.Abs(jacobian[e / 3, e % 3] - Difference(e / 3, e % 3))) < 1e-8");
        Holds("double.IsFinite(SensitivityTable.Of(run)[0, 5, 1])");
        Holds("Math.Abs(GateProducts.OfCarry(run)[0, 5, 1] - 4 * Math.Log(0.5)) < 1e-12");
    }

    [Test]
    public void The_librarys_cells_are_found_by_completion_and_are_those_of_the_list() =>
        Assert.That(new[] { Cell.Plain, Cell.Leaky, Cell.Scalar, Cell.Multi, Cell.Gru, Cell.Lstm }, Is.EqualTo(Cell.All));

    [Test]
    public void A_cell_whose_weights_cannot_be_told_apart_or_are_none_is_refused_in_a_sentence()
    {
        Assert.That(() => Of(), Throws.ArgumentException.With.Message.Contains("no pre-activation"));
        Assert.That(() => Of(new Preactivation(null, null)), Throws.ArgumentException.With.Message.Contains("Pre-activation 0"));
        Assert.That(() => Of(new Preactivation("W", "W")), Throws.ArgumentException.With.Message.Contains("two weights 'W'"));
        Assert.That(() => Of(new Preactivation("W", "Wo")), Throws.ArgumentException.With.Message.Contains("'Wo'"));

        static Cell Of(params Preactivation[] preactivations) => new Cell<PlainCell.Equation>("mine", default, preactivations);
    }

    [TestCase(0, 1, "0 elements")]
    [TestCase(5, 1, "5 elements")]
    [TestCase(6, 2, "6 elements")]
    public void Inputs_that_are_no_whole_steps_are_refused_with_the_numbers(int elements, int batch, string message) =>
        Assert.That(
            () => new Network<double>(Cell.Plain, 3, inputs: 2).Unroll(new double[elements], batch),
            Throws.ArgumentException.With.Message.Contains(message).And.Message.Contains($"{batch} sequences × 2 channels"));

    [Test]
    public void A_gradient_takes_a_target_for_each_sequence_and_a_forward_pass()
    {
        var run = new Network<double>(Cell.Plain, 3, inputs: 2).Unroll(new double[12], batch: 3);

        Assert.That(run.Steps, Is.EqualTo(2));
        Assert.That(() => run.Gradient([1, 2]), Throws.ArgumentException.With.Message.Contains("2 targets for 3"));
        Assert.That(
            () => new Unroll<double>(Cell.Plain, 3, 2, 1, 1).Gradient([1]),
            Throws.InvalidOperationException.With.Message.Contains("forward pass"));
        Assert.That(
            () => run.Forward(new Network<double>(Cell.Plain, 3, 2), new double[12], new double[8]),
            Throws.ArgumentException.With.Message.Contains("8 elements").And.Message.Contains("9"));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void A_gradient_is_what_a_backward_pass_writes(Cell cell)
    {
        var p = new Oracles.Problem(cell, 5, 2, batch: 3, steps: 4);
        var expected = new double[p.Network.Weights.Length];
        p.Unroll().Backward(p.Network, p.Targets, expected);

        Assert.That(p.Network.Unroll(p.Inputs, batch: 3, p.InitialStates).Gradient(p.Targets), Is.EqualTo(expected));
    }
}
