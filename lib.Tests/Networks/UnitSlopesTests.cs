using NUnit.Framework;
using TimeScales.Kernels;
using TimeScales.Tests.Cells;
using TimeScales.Tests.Oracles;

namespace TimeScales.Tests.Networks;

/// <summary>What units do, with the weights, is all of a Jacobian; and a backward pass can run along other weights.</summary>
internal sealed class UnitSlopesTests
{
    [TestCaseSource(typeof(Battery), nameof(Battery.CellsAndSmallSizes))]
    public void Slopes_and_weights_make_the_Jacobian(Cell cell, int hidden, int inputs)
    {
        var p = new Problem(cell, hidden, inputs, batch: 2, steps: 3);
        var unroll = p.Unroll();
        PaddedMatrix<double>?[] weights = [.. cell.Preactivations.Select(preactivation => Weight(p, preactivation.Recurrent))];
        var jacobian = new PaddedMatrix<double>(p.StateSize, p.StateSize);

        unroll.Slopes(sequence: 1, t: 2).WriteJacobian(weights, cell.HasMemory, jacobian);

        Assert.That(Numerical.Distance(jacobian.ToDense().Cast<double>(), unroll.StateJacobian(1, 2).Cast<double>()), Is.LessThan(1e-13));
    }

    [TestCaseSource(typeof(Battery), nameof(Battery.Cells))]
    public void Along_its_own_weights_a_pass_goes_back_as_it_came(Cell cell)
    {
        var p = new Problem(cell, hidden: 5, inputs: 3, batch: 3, steps: 6);
        var unroll = p.Unroll();
        var along = new Unroll<double>(cell, 5, 3, 3, 6);
        along.Follow(p.Network.To<double>(), unroll);

        Assert.That(along.Gradient(p.Targets), Is.EqualTo(unroll.Gradient(p.Targets)).AsCollection);
    }

    /// <summary>λ_{t−1} = ρ W_rᵀ D λ_t weighs the term of lag h by ρ^h.</summary>
    [Test]
    public void Recurrent_weights_times_rho_weigh_every_lag()
    {
        const double rho = 1.3;
        var p = new Problem(Cell.Plain, hidden: 5, inputs: 3, batch: 3, steps: 6);
        var unroll = p.Unroll();
        var byLag = LagDecomposition.Gradients(p.Network, unroll, p.Targets);
        var scaled = p.Network.To<double>();
        foreach (ref var weight in scaled["Wr"])
            weight *= rho;
        var along = new Unroll<double>(Cell.Plain, 5, 3, 3, 6);
        along.Follow(scaled, unroll);

        var expected = byLag[0].Select((_, i) => byLag.Select((lag, h) => Math.Pow(rho, h) * lag[i]).Sum());

        Assert.That(Numerical.Distance(along.Gradient(p.Targets), expected), Is.LessThan(Numerical.ManySteps));
    }

    /// <summary>λ_{t−1} = A_tᵀ λ_t: the adjoint by plain loops with the part of the Jacobian that holds the gates fixed.</summary>
    [Test]
    public void Without_gate_weights_the_pass_leaves_B_out()
    {
        var p = new Problem(Cell.Multi, hidden: 5, inputs: 3, batch: 1, steps: 4);
        var unroll = p.Unroll();
        var cut = p.Network.To<double>();
        cut["Wrg"].Clear();
        var along = new Unroll<double>(Cell.Multi, 5, 3, 1, 4);
        along.Follow(cut, unroll);
        along.Gradient(p.Targets);

        var λ = p.Network["Wo"].ToArray().Select(w => 2 * (unroll.Outputs[0] - p.Targets[0]) * w).ToArray();
        for (var t = 4; t > 1; t--)
        {
            var a = unroll.DominantJacobian(0, t);
            λ = [.. λ.Select((_, j) => λ.Select((x, i) => x * a[i, j]).Sum())];
        }
        var slopes = unroll.Slopes(0, 1).Slopes[0];
        Assert.That(Numerical.Distance(along.CandidateDelta(0, 1).ToArray(), λ.Zip(slopes, (x, s) => x * s)), Is.LessThan(Numerical.ManySteps));
    }

    private static PaddedMatrix<double>? Weight(Problem p, string? name)
    {
        if (name is null)
            return null;
        var weight = new PaddedMatrix<double>(p.Network.Block(name).Rows, p.Hidden);
        for (var i = 0; i < weight.Rows; i++)
            p.Network[name].Slice(i * p.Hidden, p.Hidden).CopyTo(weight.Row(i));
        return weight;
    }
}
