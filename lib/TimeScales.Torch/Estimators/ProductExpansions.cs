namespace TimeScales.Torch;

/// <summary>How much of Jacobian products the first-order expansion in the gates' own terms misses.</summary>
/// <remarks>With J_t = A_t + B_t, M(t,k) = F + L + R: F = Π A, L has one B in every term, R the rest. Factor by factor on the
/// left, R ← J R + B L, L ← A L + B F, F ← A F; R is never a difference. <b>Source.</b> arXiv:2508.12121, Appendix B.</remarks>
public static class ProductExpansions
{
    /// <summary>‖R‖_F/‖M(t,k)‖_F of products along a trajectory; 0 at lag 1 and without gates that see the state.</summary>
    /// <param name="trajectory">The forward pass of a cell of this library without replicas, or of an
    /// <see cref="IGatedModule"/>.</param>
    /// <param name="lag">h = t − k, the number of factors.</param>
    /// <param name="ends">The sequence and the last step t of every product, t = h … T.</param>
    public static double[] RelativeErrors(Trajectory trajectory, int lag, (int Sequence, int T)[] ends)
    {
        trajectory.RequireEnds(lag, ends);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var (inputs, states) = trajectory.Points(0, trajectory.Batch);
        var places = trajectory.Places(ends.Select(e => (e.Sequence, e.T - lag + 1)));
        var oneStepBack = full_like(places, Kept(-trajectory.Batch));
        var zeroth = eye(trajectory.StateSize, dtype: states.dtype, device: states.device).expand(ends.Length, -1, -1);
        var (first, remainder) = (zeros_like(zeroth), zeros_like(zeroth));
        for (var factor = 0; factor < lag; factor++, places.sub_(oneStepBack))
        {
            using var step = NewDisposeScope();
            var (input, state) = (inputs.index_select(0, places), states.index_select(0, places));
            var dominant = StateJacobians.Dominant(trajectory.Module, input, state);
            var jacobian = StateJacobians.Of(trajectory.Module, input, state);
            var byGates = jacobian - dominant;
            remainder = jacobian.bmm(remainder).Plus(byGates.bmm(first)).InPlaceOf(remainder);
            first = dominant.bmm(first).Plus(byGates.bmm(zeroth)).InPlaceOf(first);
            zeroth = dominant.bmm(zeroth).InPlaceOf(zeroth);
        }
        var whole = zeroth.Plus(first).Plus(remainder);
        return (Size(remainder) / Size(whole)).to(float64).cpu().data<double>().ToArray();

        static Tensor Size(Tensor matrices) => (matrices * matrices).sum([-2, -1]).sqrt();
    }
}
