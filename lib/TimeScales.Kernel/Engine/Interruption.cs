using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace TimeScales.Kernel;

/// <summary>The flag that loops in cells look at, so that an interrupt stops them on whatever thread they run.</summary>
/// <remarks>Public because the code of cells calls it; <see cref="Engine.LoopGuards"/> writes the calls.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Interruption
{
    private static volatile bool requested;

    /// <summary>Throws when the running cell has been interrupted.</summary>
    /// <exception cref="OperationCanceledException">It has been.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (requested)
            Throw();
    }

    internal static void Request() => requested = true;

    internal static void Clear() => requested = false;

    private static void Throw() => throw new OperationCanceledException("The cell was interrupted.");
}
