namespace TimeScales.Tests.Oracles;

/// <summary>Jacobians and gradients of the reference cells, by complex steps and by reverse-mode differentiation.</summary>
internal static class Derivatives
{
    /// <summary>∂x_to/∂x_from of one sequence by complex steps, column by column.</summary>
    public static double[,] StateByComplexStep(Problem p, int sequence, int from, int to)
    {
        var start = p.States(sequence)[from];
        var jacobian = new double[p.StateSize, p.StateSize];
        for (var j = 0; j < p.StateSize; j++)
        {
            var x = start.Select((value, i) => Perturbed.Along(value, i == j ? 1 : 0)).ToArray();
            var end = p.Reference.Run(p.Weights(Perturbed.Of), x, p.Sequence(sequence)[from..to])[^1];
            for (var i = 0; i < p.StateSize; i++)
                jacobian[i, j] = end[i].Derivative;
        }
        return jacobian;
    }

    /// <summary>∂x_to/∂x_from of one sequence by reverse-mode differentiation, row by row.</summary>
    public static double[,] StateByTape(Problem p, int sequence, int from, int to)
    {
        var tape = new Tape();
        var x = tape.Variables(p.States(sequence)[from]);
        var end = p.Reference.Run(p.Weights(Taped.Of), x, p.Sequence(sequence)[from..to])[^1];
        var jacobian = new double[p.StateSize, p.StateSize];
        for (var i = 0; i < p.StateSize; i++)
        {
            var derivatives = tape.DerivativesOf(end[i]);
            for (var j = 0; j < p.StateSize; j++)
                jacobian[i, j] = derivatives[x[j].Node];
        }
        return jacobian;
    }

    /// <summary>∂x_t/∂x_{t−1} of one sequence with all gates held at their values, by reverse-mode differentiation.</summary>
    public static double[,] StateByTapeAtFixedGates(Problem p, int sequence, int t)
    {
        var (before, input) = (p.States(sequence)[t - 1], p.Sequence(sequence)[t - 1]);
        var values = p.Reference.Gates(p.Weights(Real.Of), Array.ConvertAll(before, Real.Of), Array.ConvertAll(input, Real.Of));
        var tape = new Tape();
        var x = tape.Variables(before);
        var gates = Array.ConvertAll(values, gate => Array.ConvertAll(gate, g => Taped.Of(g.Value)));
        var end = p.Reference.StepWith(gates, p.Weights(Taped.Of), x, Array.ConvertAll(input, Taped.Of));
        var jacobian = new double[p.StateSize, p.StateSize];
        for (var i = 0; i < p.StateSize; i++)
        {
            var derivatives = tape.DerivativesOf(end[i]);
            for (var j = 0; j < p.StateSize; j++)
                jacobian[i, j] = derivatives[x[j].Node];
        }
        return jacobian;
    }

    /// <summary>∂L/∂x_t of one sequence's loss, by reverse-mode differentiation of what follows x_t.</summary>
    public static double[] AdjointByTape(Problem p, int sequence, int t)
    {
        var tape = new Tape();
        var x = tape.Variables(p.States(sequence)[t]);
        var last = p.Reference.Run(p.Weights(Taped.Of), x, p.Sequence(sequence)[t..])[^1];
        var derivatives = tape.DerivativesOf(Loss(p, sequence, p.Weights(Taped.Of), last));
        return Array.ConvertAll(x, xi => derivatives[xi.Node]);
    }

    /// <summary>‖Mᵀλ‖²/(‖λ‖² σ_1²) of λ = ∂L/∂x_t and M = ∂x_t/∂x_k.</summary>
    public static double LossShare(Problem p, int sequence, int t, int k)
    {
        var m = StateByComplexStep(p, sequence, k, t);
        var λ = AdjointByTape(p, sequence, t);
        var arriving = Enumerable.Range(0, p.StateSize).Sum(j => Math.Pow(Enumerable.Range(0, p.StateSize).Sum(i => λ[i] * m[i, j]), 2));
        return arriving / λ.Sum(x => x * x) / Math.Pow(Numerical.SpectralNorm(m), 2);
    }

    /// <summary>The derivative of the mean loss along a direction in weight space, by a complex step.</summary>
    public static double LossByComplexStep(Problem p, double[] direction)
    {
        var weights = p.Network.Weights.Select((value, i) => Perturbed.Along(value, direction[i])).ToArray();
        var derivative = 0.0;
        for (var b = 0; b < p.Batch; b++)
            derivative += Loss(p, b, weights).Derivative / p.Batch;
        return derivative;
    }

    /// <summary>The gradient of the mean loss by reverse-mode differentiation, a tape per sequence.</summary>
    public static double[] GradientByTape(Problem p)
    {
        var gradient = new double[p.Network.Weights.Length];
        for (var b = 0; b < p.Batch; b++)
        {
            var ofSequence = SequenceGradientByTape(p, b);
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] += ofSequence[i] / p.Batch;
        }
        return gradient;
    }

    /// <summary>The gradient of one sequence's loss.</summary>
    public static double[] SequenceGradientByTape(Problem p, int sequence)
    {
        var tape = new Tape();
        var weights = tape.Variables(p.Network.Weights);
        var derivatives = tape.DerivativesOf(Loss(p, sequence, weights));
        return Array.ConvertAll(weights, w => derivatives[w.Node]);
    }

    private static T Loss<T>(Problem p, int sequence, T[] flatWeights) where T : struct, IScalar<T>
    {
        var w = p.Rows(flatWeights);
        var x0 = Array.ConvertAll(p.InitialState(sequence), T.Of);
        return Loss(p, sequence, w, p.Reference.Run(w, x0, p.Sequence(sequence))[^1]);
    }

    private static T Loss<T>(Problem p, int sequence, Weights<T> w, T[] last) where T : struct, IScalar<T>
    {
        var answer = Array.ConvertAll(w("Wo"), row => row.Select((weight, i) => weight * last[i]).Aggregate((sum, term) => sum + term));
        if (p.Network.ReadOut is ClassReadOut)
        {
            // −ln softmax(ŷ)_y, written relative to the right class.
            var right = answer[(int)p.Targets[sequence]];
            return T.Log(answer.Select(y => T.Exp(y - right)).Aggregate((sum, term) => sum + term));
        }
        var error = answer[0] - T.Of(p.Targets[sequence]);
        return error * error;
    }
}
