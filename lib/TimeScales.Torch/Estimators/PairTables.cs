using TimeScales.Kernels;

namespace TimeScales.Torch;

/// <summary>Sensitivities and gate products of all pairs 1 ≤ k &lt; t ≤ T, grown lag by lag for all t, sequences
/// and replicas at once.</summary>
/// <remarks>
/// <para>M(t, t−h−1) = M(t, t−h) J_{t−h}: one batched product takes every product of lag h to lag h + 1, so that a table
/// costs one matrix product per pair. Products are rescaled by their norms, gate products are kept as logarithms:
/// nothing under- or overflows.</para>
/// <para><b>Source.</b> arXiv:2508.12121, Sec. V and VII-A.</para>
/// </remarks>
public static class PairTables
{
    /// <summary>Products are divided by their norms each time they have grown by so many factors; float64 has room for norms
    /// of 1e±15 per factor.</summary>
    private const int LagsPerScaling = 8;

    /// <summary>S(t,k) = ‖J_t ⋯ J_{k+1}‖₂.</summary>
    /// <param name="trajectory">A module's forward pass.</param>
    /// <returns>One table per replica; one for a module without replicas.</returns>
    public static PairTable[] Sensitivities(Trajectory trajectory)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var parts = new List<Tensor[]>();
        var together = SequencesTogether(trajectory);
        for (var b = 0; b < trajectory.Batch; b += together)
        {
            using var part = NewDisposeScope();
            parts.Add(Logarithms(Jacobians(trajectory, b, Math.Min(together, trajectory.Batch - b))));
            foreach (var logarithms in parts[^1])
                logarithms.MoveToOuterDisposeScope();
        }
        return Tables([.. Enumerable.Range(0, trajectory.Steps - 1).Select(i => cat([.. parts.Select(part => part[i])], 1))]);
    }

    /// <summary>P(t,k) = Π g_j, or C(t,k) = Π of what is kept where <paramref name="carry"/>, j = k+1 … t; the mean over units of
    /// the units' products.</summary>
    /// <param name="trajectory">The forward pass of a cell of this library, or of an <see cref="IGatedModule"/>.</param>
    /// <param name="carry">What units keep in the place of what they take.</param>
    /// <returns>One table per replica; one for a module without replicas.</returns>
    public static PairTable[] GateProducts(Trajectory trajectory, bool carry = false)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var (replicas, batch, steps) = (trajectory.Replicas, trajectory.Batch, trajectory.Steps);
        var (inputs, states) = trajectory.Points(0, batch);
        var gates = StateJacobians.Gate(trajectory.Module, inputs, states, carry);
        var factors = gates.log().reshape(replicas, steps, batch, -1).transpose(1, 2);
        var product = factors.narrow(2, 1, steps - 1);
        var logarithms = new List<Tensor>();
        for (var lag = 1; lag < steps; lag++)
        {
            using var step = NewDisposeScope();
            if (lag > 1)
                product = product.narrow(2, 1, steps - lag).Plus(factors.narrow(2, 1, steps - lag)).InPlaceOf(product);
            logarithms.Add((product.logsumexp(-1) - Kept(Math.Log(factors.shape[3]))).MoveToOuterDisposeScope());
        }
        return Tables(logarithms);
    }

    /// <summary>A processor's caches hold the products of a few sequences; a GPU is filled by as many
    /// as its memory holds.</summary>
    private static int SequencesTogether(Trajectory trajectory)
    {
        var device = trajectory.Inputs.device;
        var most = device.type == DeviceType.CPU
            ? 3
            : DeviceMemory.Available(device) / (trajectory.Replicas * DeviceMemory.PerSequence(device, trajectory.Steps,
                trajectory.StateSize));
        return (int)Math.Clamp(most, 1, trajectory.Batch);
    }

    /// <summary>All J_t of some sequences with time first, [T, R, b, W, W], zeros added up to whole vectors.</summary>
    private static Tensor Jacobians(Trajectory trajectory, int first, int count)
    {
        var (inputs, states) = trajectory.Points(first, count);
        var jacobians = StateJacobians.Of(trajectory.Module, inputs, states);
        var size = trajectory.StateSize;
        var padding = Simd.Padded<double>(size) - size;
        if (padding > 0)
            jacobians = nn.functional.pad(jacobians, [0, padding, 0, padding]);
        return jacobians.reshape(trajectory.Replicas, trajectory.Steps, count, size + padding, size + padding).transpose(0, 1)
            .contiguous();
    }

    /// <summary>ln S of every lag; element h − 1 is [R, B, T − h], t rising.</summary>
    /// <param name="jacobians">J_1 … J_T, [T, R, B, W, W].</param>
    internal static Tensor[] Logarithms(Tensor jacobians)
    {
        var (steps, replicas, batch, size) = ((int)jacobians.shape[0], jacobians.shape[1], jacobians.shape[2],
            jacobians.shape[4]);
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
                product = From(product, chains).bmm(factors.narrow(0, chains, (steps - lag) * chains)).InPlaceOf(product);
                logScale = From(logScale, chains).InPlaceOf(logScale);
            }
            var norm = norms.Of(product);
            logarithms[lag - 1] = norm.log().Plus(logScale).reshape(steps - lag, replicas, batch).permute(1, 2, 0)
                .MoveToOuterDisposeScope();
            if (lag % LagsPerScaling == 0)
            {
                var divisor = where(norm > Kept(0), norm, ones_like(norm));
                product.div_(divisor.reshape(-1, 1, 1));
                logScale = logScale.Plus(divisor.log()).InPlaceOf(logScale);
            }
        }
        return logarithms;
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
