using TimeScales.Experiments.Departures;
using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Expansion;

/// <summary>Appendix B: the first-order (Fréchet) expansion of a product of Jacobians, checked along a trajectory.</summary>
/// <remarks>F(ε) = Π (A_t + εB_t) = F₀ + εL + O(ε²), F₀ = Π A_t, L = Σ_i (Π_{j&gt;i} A_j) B_i (Π_{j&lt;i} A_j).</remarks>
public static partial class ExpansionExperiment
{
    /// <summary>Draws a network and a trajectory and measures the expansion along it.</summary>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    public static RunResult<ExpansionConfiguration, ExpansionMeasurement> Run(ExpansionConfiguration config,
        RunContext? context = null)
    {
        config.Validate();
        var network = DrawNetwork(config);
        var unroll = new Unroll<double>(network.Cell, config.Hidden, config.Inputs, batch: 1, config.Steps);
        unroll.Forward(network, DrawSignal(config));

        var (a, b) = JacobianDepartures.Split(config.Protocol, unroll, sequence: 0);
        var size = network.StateSize;
        var norm = new SpectralNorm(size);
        var (normsA, normsB) = (Array.ConvertAll(a, norm.Of), Array.ConvertAll(b, norm.Of));
        var ratios = normsB.Zip(normsA, (nb, na) => nb / na).ToArray();

        (a, b) = (ProductOrder.FromTheRight(config.Protocol, a), ProductOrder.FromTheRight(config.Protocol, b));
        var errors = new double[config.Epsilons.Count];
        var normAtOne = 0.0;
        for (var i = 0; i < errors.Length; i++)
        {
            context?.Report((double)i / errors.Length);
            (errors[i], normAtOne) = new ExpandedProduct(size, config.Epsilons[i]).Multiply(a, b);
        }

        double[] Logarithms(IEnumerable<double> values) => [.. values.Take(config.SlopePoints).Select(value => Math.Log(value))];
        var measurement = new ExpansionMeasurement(
            config.Epsilons,
            errors,
            Statistics.FitLine(Logarithms(config.Epsilons), Logarithms(errors)).Slope,
            [.. errors.Zip(config.Epsilons, (error, ε) => error / (ε * ε))],
            normsA,
            normsB,
            Statistics.Median(ratios),
            Statistics.Quantile(ratios, 0.9),
            Statistics.Quantile(ratios, 0.99),
            ratios.Max(),
            errors[^1] / normAtOne);
        var finite = double.IsFinite(measurement.RelativeErrorAtOne);
        return RunResult<ExpansionConfiguration,
            ExpansionMeasurement>.Embedded(config, [measurement], finite ? null : config.Steps);
    }

    /// <summary>Weights N(0, 0.2²), biases 0; each pair of weights first consumes the uniform initialisation that the
    /// normal one overwrites.</summary>
    /// <remarks>In the released program's order: a candidate's input weights first, a gate's recurrent ones.</remarks>
    private static Network<double> DrawNetwork(ExpansionConfiguration config)
    {
        var network = new Network<double>(Cell.ByName(config.Gate), config.Hidden, config.Inputs);
        var generator = new TorchGenerator(config.Seed);
        foreach (var (i, preactivation) in network.Cell.Preactivations.Index())
        {
            string?[] pair = i == 0 ? [preactivation.Input, preactivation.Recurrent]
                : [preactivation.Recurrent, preactivation.Input];
            var names = pair.OfType<string>().ToArray();
            foreach (var name in names)
                generator.FillUniform(network[name]);
            foreach (var name in names)
            {
                var weights = network[name];
                generator.FillNormal(weights);
                foreach (ref var weight in weights)
                    weight *= config.WeightDeviation;
            }
        }
        return network;
    }

    /// <summary>N slow sinusoids of random phase with noise of 0.05, [T, N].</summary>
    private static double[] DrawSignal(ExpansionConfiguration config)
    {
        var generator = new TorchGenerator(config.Seed);
        var signal = new double[config.Steps * config.Inputs];
        Span<double> phase = stackalloc double[1];
        for (var n = 0; n < config.Inputs; n++)
        {
            generator.FillNormal(phase);
            var frequency = 0.03 + (0.09 - 0.03) * n / (config.Inputs - 1);
            for (var t = 0; t < config.Steps; t++)
                signal[t * config.Inputs + n] = Math.Sin(frequency * (12.0 * t / (config.Steps - 1)) + phase[0]);
        }
        var noise = new double[signal.Length];
        generator.FillNormal(noise.AsSpan());
        for (var i = 0; i < signal.Length; i++)
            signal[i] += 0.05 * noise[i];
        return signal;
    }
}
