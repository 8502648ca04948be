using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TimeScales.Kernel;

/// <summary>Types as C# writes them.</summary>
internal static partial class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal", [typeof(char)] = "char",
        [typeof(string)] = "string", [typeof(object)] = "object", [typeof(void)] = "void",
    };

    /// <summary>The name without its namespace, and without the class that the compiler puts around a cell.</summary>
    internal static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer || type.IsByRef)
            return Of(type.GetElementType()!) + (type.IsPointer ? "*" : "&");
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying) + "?";
        if (IsAnonymous(type))
            return "new";
        if (type.IsGenericParameter)
            return type.Name;
        var arguments = type.GetGenericArguments();
        if (type.IsGenericType && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
            return $"({string.Join(", ", arguments.Select(Of))})";
        var outer = type.DeclaringType is { } declaring && !IsCell(declaring) ? declaring : null;
        var inherited = outer?.GetGenericArguments().Length ?? 0;
        if (outer is { IsGenericTypeDefinition: true } && inherited > 0)
            outer = outer.MakeGenericType(arguments[..inherited]);
        var name = (outer is null ? "" : Of(outer) + ".") + type.Name.Split('`')[0];
        return arguments.Length > inherited ? $"{name}<{string.Join(", ", arguments.Skip(inherited).Select(Of))}>" : name;
    }

    /// <summary>The name with its namespace.</summary>
    internal static string Qualified(Type type) =>
        Keywords.ContainsKey(type) || type.Namespace is not { Length: > 0 } space || type.IsArray || IsAnonymous(type)
            ? Of(type)
            : $"{space}.{Of(type)}";

    /// <summary>What a sequence is whose own type nobody could write.</summary>
    internal static string OfSequence(Type type)
    {
        var elements = type.GetInterfaces()
            .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>)).ToList();
        return elements is [var one, ..] ? $"IEnumerable<{Of(one.GetGenericArguments()[0])}>" : "IEnumerable";
    }

    /// <summary>Whether the compiler or a library made the type for itself: iterators, queries.</summary>
    internal static bool IsHidden(Type type) => !type.IsArray && (IsGenerated(type) || (!type.IsVisible && !IsCellType(type)));

    internal static bool IsAnonymous(Type type) => type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal);

    internal static bool IsGenerated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal) || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static bool IsCellType(Type type) => type.DeclaringType is { } outer && (IsCell(outer) || IsCellType(outer));

    private static bool IsCell(Type type) => CellName().IsMatch(type.Name) && type.Namespace is null;

    [GeneratedRegex(@"^Cell\d+$")]
    private static partial Regex CellName();
}
