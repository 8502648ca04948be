namespace TimeScales.Kernel.Engine;

/// <summary>How a cell ended.</summary>
/// <param name="Error">Null when it succeeded.</param>
/// <param name="IsInterrupted">It failed because it was interrupted.</param>
/// <param name="IsAbandoned">It could not be stopped; its thread may still run, and this process cannot be trusted to be at
/// rest.</param>
internal sealed record CellOutcome(ErrorOutput? Error, bool IsInterrupted = false, bool IsAbandoned = false)
{
    internal static CellOutcome Success { get; } = new(Error: null);
}
