using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>A compiled cell, ready to run.</summary>
/// <param name="factory">The compiler's entry point: it builds the object that holds the cell's variables and starts its code.</param>
/// <param name="states">The objects of the earlier cells, by depth; the entry point adds its own.</param>
/// <param name="hasResult">Whether the cell ends with an expression whose value is to be shown.</param>
internal sealed class Submission(Func<object?[], Task<object?>> factory, object?[] states, bool hasResult)
{
    /// <summary>A cell with nothing to run.</summary>
    internal static Submission Empty { get; } = new(_ => Task.FromResult<object?>(null), [], hasResult: false);

    internal bool HasResult => hasResult;

    internal Task<object?> Start() => factory(states);
}

/// <summary>A cell that does not compile.</summary>
internal sealed class CompilationFailedException(IReadOnlyList<Diagnostic> errors) : Exception("The cell does not compile.")
{
    internal IReadOnlyList<Diagnostic> Errors => errors;
}
