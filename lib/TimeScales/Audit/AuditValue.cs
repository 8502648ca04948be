namespace TimeScales.Audit;

/// <summary>One statistic of one run.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Task">The task; empty for the expansion.</param>
/// <param name="Subject">The cell, model, gate, or pair.</param>
/// <param name="Statistic">What is measured.</param>
/// <param name="Checkpoint">Updates; null where there is no training.</param>
/// <param name="Protocol">The protocol's name.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Value">The number; NaN where the run has none.</param>
internal sealed record AuditValue(
    string Experiment, string Task, string Subject, string Statistic, int? Checkpoint, string Protocol, uint Seed, double Value);
