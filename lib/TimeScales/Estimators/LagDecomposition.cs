using TimeScales.Kernels;

namespace TimeScales;

/// <summary>The gradient of backpropagation through time as a sum over lags.</summary>
/// <remarks>
/// <b>Source.</b> arXiv:2508.12121, Sec. IV: ∂L/∂θ = Σ_k δ_Tᵀ M(T,k) (∂x_k/∂θ)_local with δ_T = ∂L/∂x_T and
/// M(T,k) = J_T J_{T−1} ⋯ J_{k+1}. Here M(T,k) is the explicit product of the exact Jacobians, so that the sum over lags
/// checks them against the gradient of <see cref="Unroll{T}.Backward"/>, which never forms a Jacobian.
/// </remarks>
public static class LagDecomposition
{
    /// <summary>The contribution of every lag h = T − k to the gradient of the loss.</summary>
    /// <param name="network">The network.</param>
    /// <param name="unroll">Its forward pass.</param>
    /// <param name="targets">y, [B].</param>
    /// <returns>[T][P]: entry h is lag h, in the order of <see cref="Network{T}.Blocks"/>; the read-out is in lag 0.</returns>
    public static double[][] Gradients(Network<double> network, Unroll<double> unroll, ReadOnlySpan<double> targets)
    {
        var (size, steps, batch) = (unroll.StateSize, unroll.Steps, unroll.Batch);
        var outputDeltas = unroll.OutputDeltas(targets);
        var lastAdjoints = LastAdjoints(network, unroll, outputDeltas);

        // λ_k of all sequences for every k, from explicit products.
        var adjoints = new double[steps + 1][];
        for (var k = 1; k <= steps; k++)
            adjoints[k] = new double[batch * size];
        PaddedMatrix<double> Square() => new(size, size);
        var (jacobian, product, next) = (Square(), Square(), Square());
        for (var b = 0; b < batch; b++)
        {
            product.Clear();
            for (var i = 0; i < size; i++)
                product[i, i] = 1;
            for (var k = steps; k >= 1; k--)
            {
                if (k < steps)
                {
                    unroll.StateJacobian(b, k + 1, jacobian);
                    PaddedMatrix<double>.Multiply(product, jacobian, next);
                    (product, next) = (next, product);
                }
                for (var i = 0; i < unroll.Hidden; i++)
                {
                    for (var j = 0; j < size; j++)
                        adjoints[k][b * size + j] += lastAdjoints[b * unroll.Hidden + i] * product[i, j];
                }
            }
        }

        var byLag = new double[steps][];
        for (var lag = 0; lag < steps; lag++)
        {
            byLag[lag] = new double[network.Weights.Length];
            unroll.LocalGradient(network, steps - lag, adjoints[steps - lag], byLag[lag]);
        }
        unroll.AddReadOutGradient(network, outputDeltas, byLag[0], unroll.Steps, 0, batch);
        return byLag;
    }

    /// <summary>∂L/∂h_T = W_oᵀ ∂L/∂ŷ of every sequence, [B, H].</summary>
    internal static double[] LastAdjoints(Network<double> network, Unroll<double> unroll, ReadOnlySpan<double> outputDeltas)
    {
        var readOut = network["Wo"];
        var (hidden, outputs) = (unroll.Hidden, unroll.ReadOut.Outputs);
        var adjoints = new double[unroll.Batch * hidden];
        for (var i = 0; i < adjoints.Length; i++)
        {
            for (var o = 0; o < outputs; o++)
                adjoints[i] += outputDeltas[i / hidden * outputs + o] * readOut[o * hidden + i % hidden];
        }
        return adjoints;
    }
}
