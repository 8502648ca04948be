namespace TimeScales.Torch;

/// <summary>A module of one's own whose gates can be held fixed, so that J_t = A_t + B_t can be split and
/// gate products taken.</summary>
/// <remarks>The module's forward(input, state) is <c>Next(input, state, Gates(input, state))</c>.</remarks>
public interface IGatedModule
{
    /// <summary>The gates, […, one or one per unit].</summary>
    /// <param name="input">u_t, [M, N].</param>
    /// <param name="state">x_{t−1}, [M, S].</param>
    Tensor Gates(Tensor input, Tensor state);

    /// <summary>The next state with the gates given, [M, S].</summary>
    /// <param name="input">u_t, [M, N].</param>
    /// <param name="state">x_{t−1}, [M, S].</param>
    /// <param name="gates">What <see cref="Gates"/> returns.</param>
    Tensor Next(Tensor input, Tensor state, Tensor gates);

    /// <summary>The gate that multiplies the candidate, g_t, where there are others besides.</summary>
    /// <param name="gates">What <see cref="Gates"/> returns.</param>
    Tensor OfCandidate(Tensor gates) => gates;
}

/// <summary>J_t = ∂x_t/∂x_{t−1} of any module at many points at once.</summary>
public static class StateJacobians
{
    /// <summary>J_t: of a cell of this library by its slopes, of any other module by autograd.</summary>
    /// <param name="module">Maps (input, state) to the next state, every point by itself.</param>
    /// <param name="input">u_t, [M, N].</param>
    /// <param name="state">x_{t−1}, [M, S].</param>
    /// <returns>[M, S, S]; row = component of x_t, column = component of x_{t−1}.</returns>
    public static Tensor Of(nn.Module<Tensor, Tensor, Tensor> module, Tensor input, Tensor state) =>
        module is TorchCell cell ? cell.StateJacobian(input, state) : ByAutograd(module.call, input, state);

    /// <summary>A_t, the part that holds the gates fixed; B_t is the rest of J_t.</summary>
    /// <param name="module">A cell of this library, or an <see cref="IGatedModule"/>.</param>
    /// <param name="input">u_t, [M, N].</param>
    /// <param name="state">x_{t−1}, [M, S].</param>
    /// <exception cref="ArgumentException">The module does not say what its gates are.</exception>
    public static Tensor Dominant(nn.Module<Tensor, Tensor, Tensor> module, Tensor input, Tensor state)
    {
        if (module is TorchCell cell)
            return cell.DominantJacobian(input, state);
        var gated = Gated(module);
        using var scope = NewDisposeScope();
        var gates = gated.Gates(input, state).detach();
        return ByAutograd((u, x) =>
            gated.Next(u, x, gates.repeat([x.shape[0] / gates.shape[0], .. Enumerable.Repeat(1L, (int)gates.dim() - 1)])), input,
            state)
            .MoveToOuterDisposeScope();
    }

    /// <summary>g_t, or what is kept, […, 1 or H].</summary>
    internal static Tensor Gate(nn.Module<Tensor, Tensor, Tensor> module, Tensor input, Tensor state, bool carry)
    {
        if (module is TorchCell cell)
            return carry ? cell.Carry(input, state) : cell.Gate(input, state);
        var gated = Gated(module);
        var gate = gated.OfCandidate(gated.Gates(input, state)).detach();
        return carry ? OneMinus(gate) : gate;
    }

    /// <summary>One copy of all points per component of the next state, one backward pass for all of
    /// them: points do not mix.</summary>
    private static Tensor ByAutograd(Func<Tensor, Tensor, Tensor> step, Tensor input, Tensor state)
    {
        using var scope = NewDisposeScope();
        var (points, size) = (state.shape[0], state.shape[1]);
        var copies = state.detach().repeat(size, 1).requires_grad_();
        using var tracked = enable_grad();
        var next = step(input.detach().repeat(size, 1), copies).FollowedFrom(copies).reshape(size, points, size);
        var own = next.diagonal(0, 0, 2).sum();
        return autograd.grad([own], [copies])[0].reshape(size, points, size).transpose(0, 1).contiguous().detach()
            .MoveToOuterDisposeScope();
    }

    private static IGatedModule Gated(nn.Module<Tensor, Tensor, Tensor> module) => module as IGatedModule
        ?? throw new ArgumentException(
            $"The module '{module.GetName()}' does not say what its gates are; {nameof(IGatedModule)} does.");
}
