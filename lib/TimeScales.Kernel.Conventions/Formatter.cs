using TimeScales.Kernel.Conventions;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>How values look, under .NET Interactive's names.</summary>
public static class Formatter
{
    private sealed record Registration(string MimeType, Func<object, TextWriter, bool> Write);

    private static readonly Dictionary<Type, List<Registration>> Registrations = [];

    /// <summary>The type that values are shown in which have it; all their types where it is HTML.</summary>
    public static string DefaultMimeType
    {
        get => KernelHost.Preferred(typeof(object)) is [var chosen, ..] ? chosen : HtmlFormatter.MimeType;
        set => KernelHost.Prefer(typeof(object), value == HtmlFormatter.MimeType ? [] : [value]);
    }

    /// <summary>How many elements of a sequence are shown; at most 1000.</summary>
    public static int ListExpansionLimit
    {
        get => KernelHost.Limits().Items;
        set => KernelHost.SetLimits(Math.Clamp(value, 1, 1000), KernelHost.Limits().Depth);
    }

    /// <summary>How deep values are shown; at most 10.</summary>
    public static int RecursionLimit
    {
        get => KernelHost.Limits().Depth;
        set => KernelHost.SetLimits(KernelHost.Limits().Items, Math.Clamp(value, 0, 10));
    }

    /// <summary>Registers a formatter that writes.</summary>
    public static void Register<T>(Action<T, TextWriter> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Add(typeof(T), mimeType, (value, writer) =>
        {
            formatter((T)value, writer);
            return true;
        });

    /// <summary>Registers a formatter that gives a text.</summary>
    public static void Register<T>(Func<T, string> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register<T>((value, writer) => writer.Write(formatter(value)), mimeType);

    /// <summary>Registers a formatter that may decline by returning false.</summary>
    public static void Register<T>(Func<T, FormatContext, bool> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Add(typeof(T), mimeType, (value, writer) => formatter((T)value, new FormatContext(writer)));

    /// <summary>Registers a formatter for a type that is known only while the program runs, or for a generic
    /// definition.</summary>
    public static void Register(Type type, Action<object, TextWriter> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Add(type, mimeType, (value, writer) =>
        {
            formatter(value, writer);
            return true;
        });

    /// <summary>Registers a formatter object.</summary>
    public static void Register(ITypeFormatter formatter) =>
        Add(formatter.Type, formatter.MimeType, (value, writer) => formatter.Format(value, new FormatContext(writer)));

    /// <summary>Shows values of a type in these MIME types only.</summary>
    public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes) =>
        KernelHost.Prefer(type, preferredMimeTypes);

    /// <summary>The MIME types that values of a type are shown in.</summary>
    public static IReadOnlyCollection<string> GetPreferredMimeTypesFor(Type type) =>
        KernelHost.Preferred(type) is { Count: > 0 } chosen ? chosen : [DefaultMimeType];

    /// <summary>Forgets all registrations.</summary>
    public static void ResetToDefault()
    {
        Registrations.Clear();
        KernelHost.Reset();
    }

    /// <summary>One representation of a value.</summary>
    public static string ToDisplayString(this object? value, string mimeType = PlainTextFormatter.MimeType) =>
        KernelHost.Format(value, mimeType) ?? "";

    private static void Add(Type type, string mimeType, Func<object, TextWriter, bool> write)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!Registrations.TryGetValue(type, out var registrations))
            Registrations[type] = registrations = [];
        registrations.RemoveAll(earlier => earlier.MimeType == mimeType);
        registrations.Add(new Registration(mimeType, write));
        KernelHost.Register(type, value => Format(registrations, value));
    }

    private static Dictionary<string, string>? Format(List<Registration> registrations, object value)
    {
        Dictionary<string, string> texts = [];
        foreach (var (mimeType, write) in registrations.ToList())
        {
            using var writer = new StringWriter();
            if (write(value, writer))
                texts[mimeType] = writer.ToString();
        }
        return texts.Count > 0 ? texts : null;
    }
}

/// <summary>The older form of <see cref="Formatter"/>.</summary>
public static class Formatter<T>
{
    /// <summary>Registers a formatter that writes.</summary>
    public static void Register(Action<T, TextWriter> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Formatter.Register(formatter, mimeType);

    /// <summary>Registers a formatter that gives a text.</summary>
    public static void Register(Func<T, string> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Formatter.Register(formatter, mimeType);
}

/// <summary>Where a formatter writes.</summary>
public sealed class FormatContext(TextWriter writer)
{
    /// <summary>The writer.</summary>
    public TextWriter Writer => writer;
}

/// <summary>A formatter as an object.</summary>
public interface ITypeFormatter
{
    /// <summary>What it writes.</summary>
    string MimeType { get; }

    /// <summary>What it is for.</summary>
    Type Type { get; }

    /// <summary>Writes a value, or declines by returning false.</summary>
    bool Format(object instance, FormatContext context);
}

/// <summary>Names the class whose <c>CreateTypeFormatters</c> makes a type's formatters.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types to show; all when empty.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>HTML's MIME type.</summary>
public static class HtmlFormatter
{
    /// <summary><c>text/html</c></summary>
    public const string MimeType = "text/html";
}

/// <summary>Plain text's MIME type.</summary>
public static class PlainTextFormatter
{
    /// <summary><c>text/plain</c></summary>
    public const string MimeType = "text/plain";
}

/// <summary>JSON's MIME type.</summary>
public static class JsonFormatter
{
    /// <summary><c>application/json</c></summary>
    public const string MimeType = "application/json";
}
