using TimeScales.Experiments.Learned;

namespace TimeScales.Verdicts.Claims;

/// <summary>What claims ask about, so that each asks about all of it: a list of its own, because not all that can be
/// measured is the paper's.</summary>
internal static class Subjects
{
    /// <summary>The lag at which long memory is judged: the longest of Sec. VII-B.</summary>
    public const int LongLag = 40;

    /// <summary>Tasks of Sec. VII-A.</summary>
    public static IReadOnlyList<string> RateTasks { get; } = ["adding", "recall", "sinmix", "short"];

    /// <summary>Tasks of Sec. VII-B.</summary>
    public static IReadOnlyList<string> SpectrumTasks { get; } = ["adding", "ar2", "movingavg", "delaysum", "narma10"];

    /// <summary>Tasks of the analogies that were run on seeds of their own.</summary>
    public static IReadOnlyList<string> AnalogyTasks { get; } = ["adding"];

    /// <summary>Tasks of the learned regime that were run on seeds of their own, each with half of its
    /// sequence for a long lag.</summary>
    public static IReadOnlyList<(string Task, int LongLag)> LearnedTasks { get; } =
        [.. new[] { "adding", "digits" }.Select(task => (task, LearnedTask.ByName(task).LongLag))];

    /// <summary>The paper's gates that follow the data.</summary>
    public static IReadOnlyList<string> Gates { get; } = ["multi", "scalar"];

    /// <summary>Those and the usual gated cells.</summary>
    public static IReadOnlyList<string> AllGates { get; } = ["multi", "scalar", "gru", "lstm"];

    /// <summary>Task and gate of the analogies in every combination but the primary one, adding and multi.</summary>
    public static IEnumerable<(string Task, string Gate)> OtherAnalogies { get; } =
        [.. from task in AnalogyTasks from gate in Gates where (task, gate) != ("adding", "multi") select (task, gate)];

    /// <summary>A quantity of a model of the analogies: the paper's regime, every cell by every optimizer.</summary>
    public static Series Analogy(string task, string model, string quantity, double? lag = null) =>
        Series.Of("analogies", task, model, quantity, lag);

    /// <summary>A quantity of a cell that has learned, or has made 3,000 updates.</summary>
    public static Series Learned(string task, string cell, string quantity, double? lag = null) =>
        Series.Of("learned", task, cell, quantity, lag);

    /// <summary>A quantity of the law under a condition.</summary>
    public static Series Law(string condition, string cell, string quantity) => Series.Of("law", condition, cell, quantity);

    /// <summary>The cells of the follow-ups with gates that follow the data, and two whose gates start where
    /// the second has them.</summary>
    public static IReadOnlyList<string> EnvelopeGates { get; } = ["multi", "scalar", "gru", "lstm", "multi-shut", "gru-shut"];

    /// <summary>The lag at which envelopes are compared: half of the longest that the task asks for.</summary>
    public const double EnvelopeLag = 64;

    /// <summary>A quantity of the envelopes.</summary>
    public static Series Envelopes(string model, string quantity, double? position = null) =>
        Series.Of("envelopes", "", model, quantity, position);

    /// <summary>The cells whose windows are measured, the one with a constant gate first.</summary>
    public static IReadOnlyList<string> WindowCells { get; } = ["leaky", "scalar", "multi", "gru", "lstm"];

    /// <summary>A quantity of the windows.</summary>
    public static Series Windows(string cell, string quantity, double? position = null) =>
        Series.Of("windows", "", cell, quantity, position);

    /// <summary>The test error of a network that was tampered with or not, over the best constant's.</summary>
    public static Series Tampered(string model, string quantity = "errorOverConstant") =>
        Series.Of("interventions", "adding", model, quantity);

    /// <summary>A question about a model of the analogies over the plain cell by the same optimizer, held against a
    /// constant leak over the same.</summary>
    public static Question OverPlain(string statistic, Requirement requirement, string task, string gate, string quantity,
        double? lag = null)
    {
        Series Over(string cell) => Analogy(task, $"{cell}-sgd", quantity, lag).Over(Analogy(task, "plain-sgd", quantity, lag));
        return new(statistic, Over(gate), requirement, "a constant leak", Over("leaky"));
    }

    /// <summary>The same of learned networks, where Adam trains all.</summary>
    public static Question LearnedOverPlain(string statistic, Requirement requirement, string task, string gate, string quantity,
        double? lag = null)
    {
        Series Over(string cell) => Learned(task, cell, quantity, lag).Over(Learned(task, "plain", quantity, lag));
        return new(statistic, Over(gate), requirement, "a constant leak", Over("leaky"));
    }
}
