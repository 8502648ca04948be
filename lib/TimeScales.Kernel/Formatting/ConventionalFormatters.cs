using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TimeScales.Kernel;

/// <summary>Formatters that a library attaches to its own types without referencing any kernel.</summary>
/// <remarks>
/// The convention is .NET Interactive's, matched by name alone: an attribute class called <c>TypeFormatterSourceAttribute</c>
/// that is given a <c>Type</c> and an optional <c>string[] PreferredMimeTypes</c>; the named type has a method
/// <c>CreateTypeFormatters()</c>; each object it returns has a <c>string MimeType</c> and a
/// <c>bool Format(object instance, TextWriter writer)</c>, which returns false to decline.
/// Where preferred types are named only these are shown; otherwise all are.
/// </remarks>
internal static class ConventionalFormatters
{
    private sealed record TypeFormatter(string MimeType, Func<object, TextWriter, bool> Format);

    private static readonly ConcurrentDictionary<Type, TypeFormatter[]> FormattersOfType = new();

    /// <summary>All representations that the convention yields; null when the type does not follow it.</summary>
    internal static MimeBundle? Format(object value)
    {
        MimeBundle? bundle = null;
        foreach (var formatter in FormattersOfType.GetOrAdd(value.GetType(), Find))
        {
            using var writer = new StringWriter();
            if (bundle?.Contains(formatter.MimeType) != true && formatter.Format(value, writer))
                bundle = (bundle ?? new MimeBundle()).Add(formatter.MimeType, writer.ToString());
        }
        return bundle;
    }

    private static TypeFormatter[] Find(Type type)
    {
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (AttributeOf(candidate) is { } attribute)
                return Create(attribute);
        }
        var contract = type.GetInterfaces().Select(AttributeOf).FirstOrDefault(found => found is not null);
        return contract is null ? [] : Create(contract);
    }

    private static CustomAttributeData? AttributeOf(Type type) =>
        type.GetCustomAttributesData()
            .FirstOrDefault(attribute => attribute.AttributeType.Name == "TypeFormatterSourceAttribute");

    private static TypeFormatter[] Create(CustomAttributeData attribute)
    {
        // Read as it was written: libraries differ in the names of its properties, and some hide them.
        IEnumerable<CustomAttributeTypedArgument> arguments =
            [.. attribute.ConstructorArguments, .. attribute.NamedArguments.Select(argument => argument.TypedValue)];
        var source = arguments.Select(argument => argument.Value).OfType<Type>().FirstOrDefault()
            ?? throw new InvalidOperationException($"{attribute.AttributeType.FullName} names no type that makes formatters.");
        var create = source.GetMethod("CreateTypeFormatters", BindingFlags.Public | BindingFlags.Instance, [])
            ?? throw new InvalidOperationException($"{source.FullName} has no public method CreateTypeFormatters().");
        // F# classes may have no constructor at all; what makes formatters has no state that it would need one for.
        var maker = source.GetConstructor([]) is null
            ? RuntimeHelpers.GetUninitializedObject(source)
            : Activator.CreateInstance(source);
        var formatters = ((System.Collections.IEnumerable)create.Invoke(maker, null)!)
            .Cast<object>().Select(Adapt).ToArray();
        var preferred = attribute.NamedArguments.Where(argument => argument.MemberName == "PreferredMimeTypes")
            .SelectMany(argument => (IEnumerable<CustomAttributeTypedArgument>)argument.TypedValue.Value!)
                .Select(mimeType => (string)mimeType.Value!).ToList();
        return preferred.Count == 0
            ? formatters
            : [.. preferred.SelectMany(mimeType => formatters.Where(formatter => formatter.MimeType == mimeType))];
    }

    private static TypeFormatter Adapt(object formatter)
    {
        var type = formatter.GetType();
        var mimeType = Read<string>(formatter, "MimeType")
            ?? throw new InvalidOperationException($"The formatter {type.FullName} has no MimeType.");
        var format = type.GetMethod("Format", [typeof(object), typeof(TextWriter)]) is { } method
            && method.ReturnType == typeof(bool)
            ? method.CreateDelegate<Func<object, TextWriter, bool>>(formatter)
            : throw new InvalidOperationException(
                $"The formatter {type.FullName} has no method bool Format(object, TextWriter).");
        return new TypeFormatter(mimeType, format);
    }

    private static T? Read<T>(object instance, string property)
        where T : class => instance.GetType().GetProperty(property)?.GetValue(instance) as T;
}
