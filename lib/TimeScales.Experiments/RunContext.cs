namespace TimeScales.Experiments;

/// <summary>What a run in progress reports to and obeys.</summary>
/// <param name="Cancellation">Stops the run between two updates; nothing is written then.</param>
/// <param name="Progress">Is told the fraction done, 0 … 1.</param>
public sealed record RunContext(CancellationToken Cancellation = default, Action<double>? Progress = null)
{
    /// <summary>Reports and obeys.</summary>
    public void Report(double fraction)
    {
        Cancellation.ThrowIfCancellationRequested();
        Progress?.Invoke(fraction);
    }
}
