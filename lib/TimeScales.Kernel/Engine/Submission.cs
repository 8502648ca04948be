using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>A compiled cell, ready to run.</summary>
/// <param name="factory">The compiler's entry point: it builds the object that holds the cell's variables and starts its
/// code.</param>
/// <param name="states">The objects of the earlier cells, by depth; the entry point adds its own.</param>
/// <param name="kind">Which value is to be shown.</param>
internal sealed class Submission(Func<object?[], Task<object?>> factory, object?[] states, ResultKind kind)
{
    /// <summary>A cell with nothing to run.</summary>
    internal static Submission Empty { get; } = new(_ => Task.FromResult<object?>(null), [], ResultKind.None);

    /// <summary>Whether the value that the code ended with is its result.</summary>
    internal bool Shows(object? value) => kind == ResultKind.Always || (kind == ResultKind.WhereReturned && value is not null);

    internal Task<object?> Start() => factory(states);
}

/// <summary>A cell that does not compile.</summary>
internal sealed class CompilationFailedException(IReadOnlyList<Diagnostic> errors) : Exception("The cell does not compile.")
{
    internal IReadOnlyList<Diagnostic> Errors => errors;
}

/// <summary>Whether code has a value to show.</summary>
internal enum ResultKind
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>It ends with an expression, or returns its value at the end.</summary>
    Always,

    /// <summary>It returns a value from within; code that runs to its end without doing so ends with null.</summary>
    WhereReturned,
}
