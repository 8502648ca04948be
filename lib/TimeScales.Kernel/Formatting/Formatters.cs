using System.Collections.Concurrent;

namespace TimeScales.Kernel;

/// <summary>Decides how a value looks in a notebook.</summary>
/// <remarks>
/// In this order: a <see cref="MimeBundle"/> is itself; a formatter registered for the type, for the nearest base type, or for an
/// interface; a formatter found by .NET Interactive's convention on the type (<see cref="ConventionalFormatters"/>); plain text.
/// Every bundle has a <c>text/plain</c> in the end.
/// </remarks>
public static class Formatters
{
    private static readonly ConcurrentDictionary<Type, Func<object, MimeBundle?>> Registered = new();

    /// <summary>Registers a formatter that gives a whole bundle; a later registration for the same type replaces it.</summary>
    /// <typeparam name="T">The type, base type or interface to format.</typeparam>
    /// <param name="format">From a value to its representations.</param>
    public static void Register<T>(Func<T, MimeBundle> format)
    {
        ArgumentNullException.ThrowIfNull(format);
        Registered[typeof(T)] = value => format((T)value);
    }

    /// <summary>Registers a formatter that gives one representation besides <c>text/plain</c>.</summary>
    /// <typeparam name="T">The type, base type or interface to format.</typeparam>
    /// <param name="mimeType">The MIME type that the text has.</param>
    /// <param name="format">From a value to its text.</param>
    public static void Register<T>(string mimeType, Func<T, string> format)
    {
        ArgumentNullException.ThrowIfNull(format);
        Register<T>(value => new MimeBundle().Add(mimeType, format(value)));
    }

    /// <summary>All representations of a value.</summary>
    /// <param name="value">Anything, also null.</param>
    /// <returns>A bundle with at least <c>text/plain</c>.</returns>
    public static MimeBundle Format(object? value)
    {
        var bundle = value switch
        {
            null => new MimeBundle(),
            MimeBundle itself => itself,
            _ => FindRegistered(value.GetType())?.Invoke(value) ?? ConventionalFormatters.Format(value) ?? new MimeBundle(),
        };
        return bundle.Contains("text/plain") ? bundle : bundle.Add("text/plain", PlainText.Of(value));
    }

    private static Func<object, MimeBundle?>? FindRegistered(Type type)
    {
        if (Registered.IsEmpty)
            return null;
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (Registered.TryGetValue(candidate, out var format))
                return format;
        }
        foreach (var contract in type.GetInterfaces())
        {
            if (Registered.TryGetValue(contract, out var format))
                return format;
        }
        return null;
    }
}
