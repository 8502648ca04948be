using System.Numerics;
using TimeScales.Experiments.Departures;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.EffectiveRates;

/// <summary>Sec. VII-A: effective-learning-rate profiles along training.</summary>
public static partial class EffectiveRatesExperiment
{
    /// <summary>Trains one network and measures it at its checkpoints.</summary>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public static RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint> Run(
        EffectiveRatesConfiguration config, RunContext? context = null)
    {
        config.Validate();
        var task = EffectiveRatesConfiguration.Tasks.First(t => t.Name == config.Task);

        // One global stream initialises the weights and then supplies the power iteration's starts.
        var global = new TorchGenerator(config.Seed);
        var network = new Network<float>(Cell.ByName(config.Cell), config.Hidden, config.Inputs).Initialize(global);
        var training = Streams.Training(config.Seed);
        var probe = task.Draw(Streams.Probe(config.Seed), config.ProbeSize, config.Steps, config.Inputs);

        var unroll = new Unroll<float>(network.Cell, config.Hidden, config.Inputs, config.BatchSize, config.Steps);
        var optimizer = new GradientDescent<float>(config.StepSize);
        var gradient = new float[network.Weights.Length];
        var checkpoints = new List<EffectiveRatesCheckpoint>();
        var updates = config.Checkpoints[^1];
        for (var iteration = 0; iteration <= updates; iteration++)
        {
            context?.Report((double)iteration / Math.Max(1, updates));
            if (config.Checkpoints.Contains(iteration))
            {
                if (Measure(config, network, probe, global, iteration) is not { } checkpoint)
                    return Finish(iteration);
                checkpoints.Add(checkpoint);
            }
            if (iteration == updates)
                break;

            var batch = task.Draw(training, config.BatchSize, config.Steps, config.Inputs);
            unroll.Forward(network, batch.Inputs);
            if (!float.IsFinite(unroll.Loss(batch.Targets)))
                return Finish(iteration);
            unroll.Backward(network, batch.Targets, gradient);
            optimizer.Update(network.Weights, gradient);
        }
        return Finish(null);

        RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint> Finish(int? divergedAt) =>
            RunResult<EffectiveRatesConfiguration, EffectiveRatesCheckpoint>.Embedded(config, checkpoints, divergedAt);
    }

    /// <summary>The measurements at a checkpoint, or null where the network has diverged.</summary>
    private static EffectiveRatesCheckpoint? Measure(
        EffectiveRatesConfiguration config, Network<float> network, Batch probe, TorchGenerator starts, int iteration) =>
        config.Protocol.Has(Departure.SinglePrecisionProducts)
            ? MeasureIn(config, network, probe, starts, iteration)
            : MeasureIn(config, network.To<double>(), probe, starts, iteration);

    private static EffectiveRatesCheckpoint? MeasureIn<T>(
        EffectiveRatesConfiguration config, Network<T> network, Batch probe, TorchGenerator starts, int iteration)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var unroll = new Unroll<T>(network.Cell, config.Hidden, config.Inputs, config.ProbeSize, config.Steps);
        unroll.Forward(network, Array.ConvertAll(probe.Inputs, T.CreateChecked));
        var probeLoss = double.CreateChecked(unroll.Loss(Array.ConvertAll(probe.Targets, T.CreateChecked)));
        if (!double.IsFinite(probeLoss))
            return null;

        return Summarize(
            config, iteration, probeLoss,
            SensitivityDepartures.Measure(config.Protocol, unroll, starts),
            GateProductDepartures.Measure(config.Protocol, unroll),
            GateProducts.Measure(unroll, carry: true));
    }

    /// <summary>Fit and profiles of what was measured, or null where nothing finite was.</summary>
    internal static EffectiveRatesCheckpoint? Summarize(
        EffectiveRatesConfiguration config, int iteration, double probeLoss, PairTable sensitivities, PairTable gateProducts,
            PairTable carryProducts)
    {
        var protocol = config.Protocol;
        var (slope, rSquared) = LogLogFit.Of(sensitivities, gateProducts);
        var (sensitivity, logAtLag1) = ProfileDepartures.Of(protocol, sensitivities);
        if (!double.IsFinite(logAtLag1))
            return null;
        var gateProduct = ProfileDepartures.Of(protocol, gateProducts).Normalized;
        var carryProduct = ProfileDepartures.Of(protocol, carryProducts).Normalized;
        // Without a fit the overlay is the gate product itself.
        var fittedPower = ProfileDepartures.Power(protocol, gateProduct, double.IsFinite(slope) ? slope : 1);
        var lags = config.ReportedLags;
        double[] AtLags(double[] profile) => [.. lags.Select(lag => profile[lag - 1])];

        return new EffectiveRatesCheckpoint(
            iteration,
            probeLoss,
            slope,
            rSquared,
            lags,
            AtLags(sensitivity),
            Math.Exp(logAtLag1),
            AtLags(gateProduct),
            AtLags(fittedPower),
            AtLags(carryProduct));
    }
}
