namespace TimeScales.Kernel;

/// <summary>What a cell reads: the console, and questions to the user.</summary>
internal abstract class CellInput : TextReader
{
    /// <summary>The running cell's.</summary>
    internal static CellInput Current { get; set; } = new NoInput("There is no cell that could ask.");

    /// <summary>Asks the user for a line.</summary>
    /// <param name="prompt">The question.</param>
    /// <param name="isPassword">Whether the answer is to be hidden.</param>
    internal abstract string Ask(string prompt, bool isPassword);
}

/// <summary>Where nobody can be asked.</summary>
/// <param name="reason">A sentence that says so.</param>
internal sealed class NoInput(string reason) : CellInput
{
    public override int Read() => throw new InvalidOperationException(reason);

    public override string ReadLine() => throw new InvalidOperationException(reason);

    internal override string Ask(string prompt, bool isPassword) => throw new InvalidOperationException(reason);
}
