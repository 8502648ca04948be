using System.Collections.Concurrent;
using System.Reflection;

namespace TimeScales.Kernel;

/// <summary>Decides how a value looks in a notebook.</summary>
/// <remarks>
/// In this order: a <see cref="MimeBundle"/> is itself; a formatter registered for the type, for the nearest base type, or for an
/// interface; a formatter found by .NET Interactive's convention on the type (<see cref="ConventionalFormatters"/>); text that
/// reads like C#, and an HTML table where the value has rows and columns. Every bundle has a <c>text/plain</c> in the end.
/// </remarks>
public static class Formatters
{
    private const string PlainType = "text/plain";

    private static readonly ConcurrentDictionary<Type, string[]> Preferences = new();

    private static readonly ConcurrentDictionary<Type, Func<object, MimeBundle?>> Registered = new();

    /// <summary>Registers a formatter that gives a whole bundle; a later registration for the same type replaces it.</summary>
    /// <typeparam name="T">The type, base type or interface to format.</typeparam>
    /// <param name="format">From a value to its representations.</param>
    public static void Register<T>(Func<T, MimeBundle> format)
    {
        ArgumentNullException.ThrowIfNull(format);
        Registered[typeof(T)] = value => format((T)value);
    }

    /// <summary>Registers a formatter for a type that is known only while the program runs, or for a generic one such as
    /// <c>List&lt;&gt;</c>.</summary>
    /// <param name="type">The type, base type, interface or generic definition to format.</param>
    /// <param name="format">From a value to its representations; null where it has none.</param>
    public static void Register(Type type, Func<object, MimeBundle?> format)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(format);
        Registered[type] = format;
    }

    /// <summary>Forgets every registration.</summary>
    public static void Clear()
    {
        Registered.Clear();
        Preferences.Clear();
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

    /// <summary>All representations of a value; never throws.</summary>
    /// <param name="value">Anything, also null.</param>
    /// <returns>A bundle with at least <c>text/plain</c>.</returns>
    public static MimeBundle Format(object? value) => Preferred(value?.GetType(), All(value));

    /// <summary>A value in the given MIME types alone; what it has not is made from its text, or is JSON.</summary>
    /// <param name="value">Anything, also null.</param>
    /// <param name="mimeTypes">None: as <see cref="Format(object)"/>.</param>
    /// <returns>A bundle with these types.</returns>
    public static MimeBundle Format(object? value, params string[] mimeTypes)
    {
        if (mimeTypes.Length == 0)
            return Format(value);
        var all = All(value);
        var chosen = all.Only(mimeTypes);
        foreach (var missing in mimeTypes.Where(mimeType => !chosen.Contains(mimeType)))
        {
            var text = all.Text(PlainType) ?? "";
            if (missing == "text/html")
                chosen.Add(missing, $"<pre>{System.Net.WebUtility.HtmlEncode(text)}</pre>");
            else if (MimeBundle.IsJson(missing))
                chosen.Add(missing, Attempt(value!, () =>
                    new MimeBundle().Add(missing, System.Text.Json.JsonSerializer.Serialize(value)))?.Text(missing) ?? "null");
            else
                chosen.Add(missing, text);
        }
        return chosen;
    }

    /// <summary>Shows the values of a type in these MIME types alone, where they have them.</summary>
    /// <param name="type">The type or base type.</param>
    /// <param name="mimeTypes">Such as <c>text/html</c>.</param>
    public static void Prefer(Type type, params string[] mimeTypes) => Preferences[type] = mimeTypes;

    /// <summary>What <see cref="Prefer"/> was given for a type or its nearest base type; none where it was not.</summary>
    internal static IReadOnlyList<string> PreferredFor(Type? type)
    {
        for (var candidate = Preferences.IsEmpty ? null : type; candidate is not null; candidate = candidate.BaseType)
        {
            if (Preferences.TryGetValue(candidate, out var mimeTypes))
                return mimeTypes;
        }
        return [];
    }

    private static MimeBundle Preferred(Type? type, MimeBundle bundle)
    {
        var mimeTypes = PreferredFor(type);
        return mimeTypes.Any(bundle.Contains) ? bundle.Only([.. mimeTypes, PlainType]) : bundle;
    }

    private static MimeBundle All(object? value)
    {
        if (value is null)
            return new MimeBundle().Add(PlainType, "null");
        if (value is MimeBundle itself)
            return itself.Contains(PlainType) ? itself : itself.Copy().Add(PlainType, itself.AnyText ?? nameof(MimeBundle));
        var bundle = Attempt(value, () => FindRegistered(value.GetType())?.Invoke(value))
            ?? Attempt(value, () => PlotlyCharts.Format(value))
            ?? Attempt(value, () => Tensors.Format(value))
            ?? Attempt(value, () => ConventionalFormatters.Format(value));
        if (bundle?.Contains(PlainType) == true)
            return bundle;
        var (text, html) = BoundedFormatting.Of(value);
        if (bundle is null && html is not null)
            bundle = new MimeBundle().Add("text/html", html);
        return (bundle ?? new MimeBundle()).Add(PlainType, text);
    }

    /// <summary>What a formatter gives; where it throws, the user is told, and the value is shown as if there were
    /// none.</summary>
    private static MimeBundle? Attempt(object value, Func<MimeBundle?> format)
    {
        try
        {
            return format() is { IsEmpty: false } bundle ? bundle : null;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ThreadInterruptedException))
        {
            var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
            Console.Error.WriteLine(
                $"The formatter of {TypeNames.Of(value.GetType())} failed: {cause.GetType().Name}: {cause.Message}");
            return null;
        }
    }

    private static Func<object, MimeBundle?>? FindRegistered(Type type)
    {
        if (Registered.IsEmpty)
            return null;
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (Find(candidate) is { } format)
                return format;
        }
        return type.GetInterfaces().Select(Find).FirstOrDefault(format => format is not null);
    }

    /// <summary>The registration for a type itself, or for the generic one that it is made of.</summary>
    private static Func<object, MimeBundle?>? Find(Type type) =>
        Registered.TryGetValue(type, out var format)
            || (type.IsGenericType && Registered.TryGetValue(type.GetGenericTypeDefinition(), out format)) ? format : null;
}
