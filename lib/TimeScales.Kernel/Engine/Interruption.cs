using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace TimeScales.Kernel;

/// <summary>The flag that loops in cells look at, so that an interrupt stops them on whatever thread they run.</summary>
/// <remarks>Public because the code of cells calls it; <see cref="Engine.LoopGuards"/> writes the calls.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Interruption
{
    private static volatile bool requested;
    private static volatile bool isCellInterrupted;
    private static volatile Thread? ended;

    /// <summary>Throws when the running cell has been interrupted.</summary>
    /// <exception cref="OperationCanceledException">It has been.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (requested)
            Throw();
    }

    internal static void Request() => requested = isCellInterrupted = true;

    internal static void Clear() => requested = isCellInterrupted = false;

    /// <summary>Throws on one thread alone, until the next cell.</summary>
    internal static void EndOn(Thread thread)
    {
        ended = thread;
        requested = true;
    }

    private static void Throw()
    {
        if (isCellInterrupted || Thread.CurrentThread == ended)
            throw new OperationCanceledException(isCellInterrupted
                ? "The cell was interrupted."
                : "It took too long to be shown.");
    }
}
