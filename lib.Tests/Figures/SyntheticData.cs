using TimeScales.Experiments.Analogies;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.Audit;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments.Interventions;
using TimeScales.Experiments.Learned;
using TimeScales.Experiments.NetworkSizes;
using TimeScales.Experiments.Windows;
using TimeScales.Experiments;
using TimeScales.Figures;

namespace TimeScales.Tests.Figures;

/// <summary>A small data set with every experiment, one value that is not a number, and quartiles around every median.</summary>
internal static class SyntheticData
{
    private static readonly string[] Protocols = ["corrected", "published"];

    public static FigureData Whole() => new(Rows(), Audit(), Seeds());

    public static IEnumerable<MeasurementSummary> Rows()
    {
        foreach (var row in AnalogiesExperiment.Description.Tasks.SelectMany(Analogies))
            yield return row;
        foreach (var row in LearnedTask.All.SelectMany(Learned))
            yield return row;
        foreach (var model in InterventionsExperiment.Description.Cells)
        {
            yield return Row("interventions", "corrected", "adding", model, null, "errorOverConstant", null, model == "multi" ? 0.02 : 0.9);
            foreach (var quantity in new[] { "ownError", "unitMeansError", "oneMeanError", "shuffledInTimeError", "swappedSequencesError" })
                yield return Row("interventions", "corrected", "adding", model, null, quantity, null, model is "multi" or "scalar" ? 1.2 : double.NaN);
        }
        foreach (var size in NetworkSizesConfiguration.Grid)
        {
            foreach (var cell in NetworkSizesExperiment.Description.Cells)
            {
                MeasurementSummary Row(string quantity, double? lag, double median) => SyntheticData.Row("sizes", "corrected", $"{size.Hidden}x{size.Steps}", cell, 50, quantity, lag, median);
                yield return Row("shortFactor", null, size.Hidden == 512 ? 0.66 : 0.6);
                yield return Row("redrawnShortFactor", null, 0.6);
                yield return Row("exponent", null, 0.7);
                foreach (var quantity in new[] { "anisotropy", "redrawnAnisotropy", "anisotropyOfShare", "redrawnAnisotropyOfShare" })
                    yield return Row(quantity, 12, 400.0 / size.Hidden);
            }
        }
        foreach (var (model, iteration) in Each(["leaky", "scalar", "multi", "gru", "lstm", "gru-frozen", "lstm-frozen"], 0, 900))
        {
            foreach (var quantity in new[] { "zerothEnvelope", "firstEnvelope", "exactEnvelope", "exactDifference", "exactDifferenceAtStart" })
            {
                for (var lag = 1; lag <= 4; lag++)
                    yield return Row("envelopes", "corrected", "", model, iteration, quantity, lag, lag == 3 ? double.NaN : Math.Pow(0.5, lag));
            }
            foreach (var quantity in new[] { "firstRateRatio", "zerothRateRatio", "classChanged" })
                yield return Row("envelopes", "corrected", "", model, iteration, quantity, null, 0.8);
        }
        foreach (var (cell, iteration) in Each(WindowsExperiment.Description.Cells, 0, 900))
        {
            foreach (var quantity in new[] { "exactScore", "firstScore" })
            {
                for (var lag = 1; lag <= 4; lag++)
                    yield return Row("windows", "corrected", "", cell, iteration, quantity, lag, lag == 3 ? double.NaN : lag);
            }
            foreach (var quantity in new[] { "exactFamilyScore", "exactTaskDetectedAtStart", "exactTaskDetected", "firstTaskDetected", "exactWindowAtStart", "exactWindow", "firstWindow" })
                yield return Row("windows", "corrected", "", cell, iteration, quantity, null, 0.8);
            yield return Row("windows", "corrected", "", cell, iteration, "programWindowsAtFirstThreshold", 50, 256);
        }
        foreach (var protocol in Protocols)
        {
            foreach (var task in EffectiveRatesExperiment.Description.Tasks)
            {
                foreach (var (cell, iteration) in Each(EffectiveRatesExperiment.Description.Cells, 0, 50))
                {
                    yield return Row("effective-rates", protocol, task, cell, iteration, "slope", null, 0.7);
                    foreach (var quantity in new[] { "sensitivity", "gateProduct", "fittedPower" })
                    {
                        for (var lag = 1; lag <= 5; lag++)
                            yield return Row("effective-rates", protocol, task, cell, iteration, quantity, lag, lag == 3 ? double.NaN : Math.Pow(0.5, lag));
                    }
                }
            }
            foreach (var task in AnisotropyExperiment.Description.Tasks)
            {
                foreach (var (cell, iteration) in Each(AnisotropyModel.All.Select(m => m.Cell), 0, 400))
                {
                    yield return Row("anisotropy", protocol, task, cell, iteration, "gradientAnisotropy", null, 30);
                    yield return Row("anisotropy", protocol, task, cell, iteration, "gradientConcentration", null, 0.8);
                    foreach (var lag in new[] { 1, 12, 40 })
                    {
                        yield return Row("anisotropy", protocol, task, cell, iteration, "jacobianAnisotropy", lag, 10 * lag);
                        yield return Row("anisotropy", protocol, task, cell, iteration, "jacobianConcentration", lag, 0.5);
                    }
                }
            }
            foreach (var gate in new[] { "scalar", "multi" })
            {
                foreach (var quantity in new[] { "slope", "ratioMedian", "ratioQuantile90", "ratioQuantile99", "ratioLargest", "relativeErrorAtOne" })
                    yield return Row("expansion", protocol, "", gate, null, quantity, null, 0.2);
                foreach (var epsilon in new[] { 1e-5, 1e-3, 1 })
                {
                    yield return Row("expansion", protocol, "", gate, null, "error", epsilon, epsilon * epsilon);
                    yield return Row("expansion", protocol, "", gate, null, "remainder", epsilon, 1);
                }
                for (var step = 1; step <= 4; step++)
                {
                    yield return Row("expansion", protocol, "", gate, null, "normA", step, 1);
                    yield return Row("expansion", protocol, "", gate, null, "normB", step, 0.1);
                }
            }
        }
    }

    private static IEnumerable<Measurement> Seeds() =>
        from protocol in Protocols
        from task in AnisotropyExperiment.Description.Tasks
        from cell in new[] { "multi", "plain" }
        from seed in new uint[] { 1, 2, 3 }
        select new Measurement("anisotropy", protocol, task, cell, seed, 400, "jacobianAnisotropy", 40, cell == "multi" ? 30 * seed : 300);

    private static IEnumerable<MeasurementSummary> Learned(LearnedTask task)
    {
        foreach (var (cell, share) in Each(["multi", "scalar", "gru", "lstm", "leaky"], 0, 50, 100))
        {
            MeasurementSummary Row(string quantity, double? position, double median) => SyntheticData.Row("learned", "corrected", task.Task.Name, cell, share, quantity, position, median);
            yield return Row("testError", null, 0.1);
            yield return Row("gradientAnisotropy", null, 10);
            foreach (var quantile in new[] { 10, 50, 90 })
                yield return Row("timeConstantExact", quantile, quantile);
            foreach (var quantity in new[] { "sensitivity", "envelopeZeroth", "envelopeFirst", "envelopeExact", "jacobianAnisotropy", "expansionError" })
            {
                foreach (var lag in LearnedTask.ProductLags(task.Steps))
                    yield return Row(quantity, lag, 2.0 / lag);
            }
        }
    }

    private static IEnumerable<MeasurementSummary> Analogies(string task)
    {
        foreach (var model in AnalogiesModel.All)
        {
            yield return Row("analogies", "corrected", task, model.Name, 400, "jacobianAnisotropy", 40, 300);
            yield return Row("analogies", "corrected", task, model.Name, 400, "updateAnisotropy", null, 20);
            foreach (var lag in new[] { 1, 12, 40 })
                yield return Row("analogies", "corrected", task, model.Name, 400, "lossShare", lag, 0.5);
            yield return Row("analogies", "corrected", task, model.Name, 400, "testLossOverVariance", null, 0.7);
            yield return Row("analogies", "corrected", task, model.Name, 400, "gateParameterSpread", null, 0.2);
            foreach (var optimizer in new[] { "sgd", "rmsprop", "adam", "adarem" })
            {
                foreach (var quantity in new[] { "parameterCorrelation", "overlap", "optimizerParameterSpread" })
                    yield return Row("analogies", "corrected", task, $"{model.Name} against {optimizer}", 400, quantity, null, 0.4);
            }
        }
    }

    public static IReadOnlyList<AuditEntry> Audit() =>
    [
        .. Entries("effective-rates", "adding", "scalar", "slope s"),
        .. Entries("anisotropy", "adding", "multi", "AI at lag 40"),
        .. Entries("anisotropy", "adding", AuditTable.Ordering, "AI at lag 40"),
        .. Entries("expansion", "", "scalar", "relative error at 1"),
    ];

    private static IEnumerable<AuditEntry> Entries(string experiment, string task, string subject, string statistic) =>
        new[] { "corrected", "only-jitter", "published" }.Select(protocol => new AuditEntry(
            experiment, task, subject, statistic, task.Length == 0 ? null : 400, protocol, 20, 0, 2, 1.5, 2.5,
            protocol == "corrected" ? double.NaN : 1.2, protocol == "corrected" ? double.NaN : 1.1, protocol == "corrected" ? double.NaN : 1.3));

    private static IEnumerable<(string Cell, int Iteration)> Each(IEnumerable<string> cells, params int[] iterations) =>
        cells.SelectMany(cell => iterations.Select(iteration => (cell, iteration)));

    private static MeasurementSummary Row(string experiment, string protocol, string task, string cell, int? iteration, string quantity, double? position, double median) =>
        new(experiment, protocol, task, cell, iteration, quantity, position, 20, double.IsNaN(median) ? 20 : 0, 0.8 * median, median, 1.25 * median, 0.9 * median, 1.1 * median);
}
