using TimeScales.EffectiveRates;
using TimeScales.Numerics;

namespace TimeScales.Torch;

/// <summary>Sensitivities and gate products of all pairs 1 ≤ k &lt; t ≤ T, grown lag by lag for all t, sequences and replicas at once.</summary>
/// <remarks>
/// <para>M(t, t−h−1) = M(t, t−h) J_{t−h}: one batched product takes every product of lag h to lag h + 1, so that a table costs one matrix
/// product per pair. Products are rescaled by their norms, gate products are kept as logarithms: nothing under- or overflows.</para>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. V and VII-A.</para>
/// </remarks>
internal static class PairTables
{
    /// <summary>Products are divided by their norms each time they have grown by so many factors; float64 has room for norms of 1e±15 per factor.</summary>
    private const int LagsPerScaling = 8;

    /// <summary>S(t,k) = ‖J_t ⋯ J_{k+1}‖₂.</summary>
    /// <param name="cell">The replicas.</param>
    /// <param name="trajectory">Their forward pass.</param>
    /// <returns>One table per replica.</returns>
    public static PairTable[] Sensitivities(TorchCell cell, Trajectory trajectory)
    {
        using var scope = NewDisposeScope();
        var (previous, preactivations) = (trajectory.PreviousStates(), trajectory.AllPreactivations());
        var (batch, steps) = (previous.shape[1], (int)previous.shape[2]);
        // A processor's caches hold the products of a few sequences; a GPU is filled by all.
        var together = previous.device.type == DeviceType.CPU ? Math.Min(batch, 3) : batch;
        var parts = new List<Tensor[]>();
        for (var b = 0L; b < batch; b += together)
        {
            using var part = NewDisposeScope();
            var count = Math.Min(together, batch - b);
            parts.Add(Logarithms(Jacobians(cell, preactivations.narrow(1, b, count), previous.narrow(1, b, count))));
            foreach (var logarithms in parts[^1])
                logarithms.MoveToOuterDisposeScope();
        }
        return Tables([.. Enumerable.Range(0, steps - 1).Select(i => cat([.. parts.Select(part => part[i])], 1))]);
    }

    /// <summary>All J_t with time first, [T, R, B, W, W], zeros added up to whole vectors.</summary>
    private static Tensor Jacobians(TorchCell cell, Tensor preactivations, Tensor previous)
    {
        var (replicas, batch, steps, hidden) = (previous.shape[0], previous.shape[1], previous.shape[2], previous.shape[3]);
        Tensor InTime(Tensor values) => values.transpose(1, 2).reshape(replicas, steps * batch, -1);
        var jacobians = cell.StateJacobian(InTime(preactivations), InTime(previous));
        var padding = Simd.Padded<double>((int)hidden) - hidden;
        if (padding > 0)
            jacobians = nn.functional.pad(jacobians, [0, padding, 0, padding]);
        return jacobians.reshape(replicas, steps, batch, hidden + padding, hidden + padding).transpose(0, 1).contiguous();
    }

    /// <summary>ln S of every lag; element h − 1 is [R, B, T − h], t rising.</summary>
    /// <param name="jacobians">J_1 … J_T, [T, R, B, W, W].</param>
    private static Tensor[] Logarithms(Tensor jacobians)
    {
        var (steps, replicas, batch, size) = ((int)jacobians.shape[0], jacobians.shape[1], jacobians.shape[2], jacobians.shape[4]);
        var norms = SpectralNorms.On(jacobians.device, size);
        Tensor From(Tensor products, long first) => products.narrow(0, first, products.shape[0] - first);
        // The pairs of lag h end at t = h + 1 … T; J_t is at index t − 1, and J_1 is in no pair.
        var factors = jacobians.reshape(steps * replicas * batch, size, size);
        var chains = replicas * batch;
        var product = From(factors, chains);
        var logScale = zeros([product.shape[0]], jacobians.dtype, jacobians.device);
        var logarithms = new Tensor[steps - 1];
        for (var lag = 1; lag < steps; lag++)
        {
            using var step = NewDisposeScope();
            if (lag > 1)
            {
                product = From(product, chains).bmm(factors.narrow(0, chains, (steps - lag) * chains)).MoveToOuterDisposeScope();
                logScale = From(logScale, chains);
            }
            var norm = norms.Of(product);
            logarithms[lag - 1] = norm.log().Plus(logScale).reshape(steps - lag, replicas, batch).permute(1, 2, 0).MoveToOuterDisposeScope();
            if (lag % LagsPerScaling == 0)
            {
                var divisor = where(norm > Kept(0), norm, ones_like(norm));
                product.div_(divisor.reshape(-1, 1, 1));
                logScale = logScale.Plus(divisor.log());
            }
            logScale = logScale.MoveToOuterDisposeScope();
        }
        return logarithms;
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
