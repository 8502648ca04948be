using TimeScales.EffectiveRates;

namespace TimeScales.Torch;

/// <summary>Sensitivities and gate products of all pairs 1 ≤ k &lt; t ≤ T, grown lag by lag for all t, sequences and replicas at once.</summary>
/// <remarks>
/// <para>M(t, t−h−1) = M(t, t−h) J_{t−h}: one batched product takes every product of lag h to lag h + 1, so that a table costs one matrix
/// product per pair. Products are rescaled by their Frobenius norms, gate products are kept as logarithms: nothing under- or overflows.</para>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. V and VII-A.</para>
/// </remarks>
internal static class PairTables
{
    /// <summary>S(t,k) = ‖J_t ⋯ J_{k+1}‖₂.</summary>
    /// <param name="cell">The replicas.</param>
    /// <param name="trajectory">Their forward pass.</param>
    /// <returns>One table per replica.</returns>
    public static PairTable[] Sensitivities(TorchCell cell, Trajectory trajectory)
    {
        using var scope = NewDisposeScope();
        var previous = trajectory.PreviousStates();
        var (replicas, batch, steps, hidden) = (previous.shape[0], previous.shape[1], previous.shape[2], previous.shape[3]);
        var jacobians = cell
            .StateJacobian(trajectory.AllPreactivations().reshape(replicas, batch * steps, -1), previous.reshape(replicas, batch * steps, hidden))
            .reshape(replicas, batch, steps, hidden, hidden);

        // The pairs of lag h end at t = h + 1 … T; J_t is at index t − 1, and J_1 is in no pair.
        var product = jacobians.narrow(2, 1, steps - 1);
        var logScale = zeros([replicas, batch, steps - 1], jacobians.dtype, jacobians.device);
        var logarithms = new List<Tensor>();
        for (var lag = 1; lag < steps; lag++)
        {
            using var step = NewDisposeScope();
            if (lag > 1)
            {
                product = product.narrow(2, 1, steps - lag).matmul(jacobians.narrow(2, 1, steps - lag));
                logScale = logScale.narrow(2, 1, steps - lag);
            }
            var size = (product * product).sum([-2, -1]).sqrt();
            var divisor = where(size > Kept(0), size, ones_like(size));
            product = (product / divisor[.., .., .., TensorIndex.None, TensorIndex.None]).MoveToOuterDisposeScope();
            logScale = logScale.Plus(divisor.log()).MoveToOuterDisposeScope();
            logarithms.Add(SpectralNorms.Of(product).log().Plus(logScale).MoveToOuterDisposeScope());
        }
        return Tables(logarithms);
    }

    /// <summary>P(t,k) = Π g_j, or C(t,k) = Π (1 − g_j) where <paramref name="carry"/>, j = k+1 … t; the mean over units of the units' products.</summary>
    /// <returns>One table per replica.</returns>
    public static PairTable[] GateProducts(TorchCell cell, Trajectory trajectory, bool carry = false)
    {
        using var scope = NewDisposeScope();
        var gates = cell.Gate(trajectory.AllPreactivations());
        var factors = (carry ? OneMinus(gates) : gates).log();
        var steps = factors.shape[2];
        var logUnits = Math.Log(factors.shape[3]);

        var product = factors.narrow(2, 1, steps - 1);
        var logarithms = new List<Tensor>();
        for (var lag = 1; lag < steps; lag++)
        {
            if (lag > 1)
                product = product.narrow(2, 1, steps - lag).Plus(factors.narrow(2, 1, steps - lag));
            logarithms.Add(product.logsumexp(-1) - Kept(logUnits));
        }
        return Tables(logarithms);
    }

    /// <summary>One copy to the host for all lags: element h − 1 is [R, B, T − h], t rising.</summary>
    private static PairTable[] Tables(IReadOnlyList<Tensor> logarithms)
    {
        var steps = logarithms.Count + 1;
        var all = cat([.. logarithms], 2);
        var (replicas, batch) = ((int)all.shape[0], (int)all.shape[1]);
        var values = all.to(float64).cpu().contiguous().data<double>().ToArray();
        var next = 0;
        var tables = new PairTable[replicas];
        for (var r = 0; r < replicas; r++)
        {
            tables[r] = new PairTable(batch, steps);
            for (var b = 0; b < batch; b++)
            {
                for (var lag = 1; lag < steps; lag++)
                {
                    for (var t = lag + 1; t <= steps; t++)
                        tables[r][b, t, t - lag] = values[next++];
                }
            }
        }
        return tables;
    }
}
