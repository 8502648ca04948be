namespace TimeScales.Kernel.Conventions;

/// <summary>What the kernel does for these classes; it fills this in when it starts.</summary>
internal static class KernelHost
{
    /// <summary>Shows a value, in the given types or in its own.</summary>
    internal static Action<object?, string[]> Display { get; set; } = (_, _) => { };

    /// <summary>One representation of a value; null where it has none.</summary>
    internal static Func<object?, string, string?> Format { get; set; } = (value, _) => $"{value}";

    /// <summary>Registers what gives a value's representations by MIME type; null for the type's own.</summary>
    internal static Action<Type, Func<object, IReadOnlyDictionary<string, string>?>> Register { get; set; } = (_, _) => { };

    /// <summary>Shows values of a type in these MIME types only.</summary>
    internal static Action<Type, string[]> Prefer { get; set; } = (_, _) => { };

    /// <summary>The MIME types that <see cref="Prefer"/> was last given for a type or its nearest base type; none where it was
    /// not.</summary>
    internal static Func<Type, IReadOnlyList<string>> Preferred { get; set; } = _ => [];

    /// <summary>Forgets all registrations.</summary>
    internal static Action Reset { get; set; } = () => { };

    /// <summary>How many elements of a sequence are shown, and how deep.</summary>
    internal static Func<(int Items, int Depth)> Limits { get; set; } = () => (20, 4);

    /// <summary>Changes <see cref="Limits"/>.</summary>
    internal static Action<int, int> SetLimits { get; set; } = (_, _) => { };

    /// <summary>Cancelled when the running cell is interrupted.</summary>
    internal static Func<CancellationToken> Interrupted { get; set; } = () => CancellationToken.None;

    /// <summary>Asks the user for a line; true for a hidden one.</summary>
    internal static Func<string, bool, string> Ask { get; set; } = (_, _) => "";
}
