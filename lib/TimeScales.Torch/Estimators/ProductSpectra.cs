namespace TimeScales.Torch;

/// <summary>Singular values of Jacobian products M(t,k) = J_t ⋯ J_{k+1} of any module, many products at once.</summary>
public static class ProductSpectra
{
    /// <summary>ln σ_i of products along a trajectory, largest first.</summary>
    /// <param name="trajectory">The forward pass of a module without replicas.</param>
    /// <param name="lag">h = t − k, the number of factors.</param>
    /// <param name="ends">The sequence and the last step t of every product, t = h … T.</param>
    /// <returns>[M][S]; −∞ for a singular value that is zero.</returns>
    public static double[][] LogSingularValues(Trajectory trajectory, int lag, (int Sequence, int T)[] ends) =>
        LogSingularValues(trajectory, lag, [ends])[0];

    /// <summary>AI_r = σ_1/σ_r and CE_r, the share of the r largest in Σ σ_i², of the same products.</summary>
    /// <param name="trajectory">The forward pass of a module without replicas.</param>
    /// <param name="lag">h = t − k, the number of factors.</param>
    /// <param name="ends">The sequence and the last step t of every product, t = h … T.</param>
    /// <param name="rank">r, 1 … S.</param>
    public static (double Anisotropy, double Concentration)[] Of(Trajectory trajectory, int lag, (int Sequence, int T)[] ends,
        int rank) =>
        Array.ConvertAll(LogSingularValues(trajectory, lag, ends), logarithms =>
        {
            var spectrum = Spectrum.FromLogarithms(logarithms, rank);
            return (spectrum.Anisotropy, spectrum.Concentration);
        });

    /// <summary>The same for replicas: [R][M] products, [R][M][S] logarithms.</summary>
    internal static double[][][] LogSingularValues(Trajectory trajectory, int lag, (int Sequence, int T)[][] ends)
    {
        trajectory.RequireEnds(lag, ends.SelectMany(e => e));
        var count = ends[0].Length;
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var (inputs, states) = trajectory.Points(0, trajectory.Batch);
        var places = trajectory.Places(ends.SelectMany(e => e));
        var oneStep = full_like(places, Kept(trajectory.Batch));

        using var svd = new ProductSingularValues(trajectory.Replicas, count, trajectory.StateSize, inputs.device);
        for (var factor = 0; factor < lag; factor++, places.sub_(oneStep))
        {
            using var step = NewDisposeScope();
            // J_t first: products grow on the right.
            svd.Append(StateJacobians.Of(trajectory.Module, At(inputs), At(states))
                .reshape(trajectory.Replicas, count, trajectory.StateSize, trajectory.StateSize));
        }
        var logarithms = svd.Logarithms().cpu().contiguous().data<double>().ToArray();
        return [.. logarithms.Chunk(trajectory.StateSize).Chunk(count)];

        Tensor At(Tensor points) => points.dim() == 2
            ? points.index_select(0, places)
            : points.gather(1, places.reshape(trajectory.Replicas, count, 1).expand(-1, -1, points.shape[2]));
    }
}
