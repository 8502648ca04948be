using System.Collections.Concurrent;
using System.Collections;
using System.Data;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;

namespace TimeScales.Kernel;

/// <summary>Looks at a value as far as it will be shown: so many elements, so deep, for so long.</summary>
/// <remarks>
/// This is where a value's own code runs: enumerators, properties, <see cref="object.ToString"/>. Whatever they throw becomes
/// part of the picture, and a sequence that never ends is left after its first elements.
/// </remarks>
internal sealed class ValueReader(TimeSpan patience)
{
    private const int MostMembers = 20;
    private const int MostNodes = 2000;

    /// <summary>How many elements of a sequence are shown.</summary>
    internal static int MostItems { get; set; } = 20;

    /// <summary>How many levels of parts.</summary>
    internal static int Deepest { get; set; } = 4;

    /// <summary>Of one text among others.</summary>
    private const int MostCharacters = 1000;

    private static readonly ConcurrentDictionary<Type, Func<object, object?>[]> GettersOfType = new();
    private static readonly ConcurrentDictionary<Type, string[]> NamesOfType = new();

    private readonly long started = Stopwatch.GetTimestamp();
    private readonly HashSet<object> ancestors = new(ReferenceEqualityComparer.Instance);
    private int nodes;

    private bool IsOver => nodes > MostNodes || Stopwatch.GetElapsedTime(started) > patience;

    /// <summary>The value with its parts.</summary>
    internal ValueNode Read(object? value) => Read(value, depth: 0);

    private ValueNode Read(object? value, int depth)
    {
        nodes++;
        if (value is null)
            return new LeafNode("null");
        try
        {
            return Scalar(value, depth) is { } text ? new LeafNode(text) : ReadParts(value, depth);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Failed(exception);
        }
    }

    /// <summary>What a part is that throws when it is looked at.</summary>
    private static LeafNode Failed(Exception exception)
    {
        var inner = exception is TargetInvocationException { InnerException: { } cause } ? cause : exception;
        return new LeafNode($"({TypeNames.Of(inner.GetType())}: {Shortened(MessageOf(inner))})");
    }

    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message ?? "";
        }
        catch (Exception)
        {
            return "(its message throws)";
        }
    }

    /// <summary>The text of a value without parts that matter; null for others.</summary>
    private string? Scalar(object value, int depth) => value switch
    {
        string text => SymbolDisplay.FormatLiteral(Shortened(text), quote: true),
        char character => SymbolDisplay.FormatLiteral(character, quote: true),
        bool flag => flag ? "true" : "false",
        double or float or Half => Number((IFormattable)value),
        Enum constant => EnumText(constant),
        DateTime or DateTimeOffset => Moment((IFormattable)value),
        Type type => $"typeof({TypeNames.Of(type)})",
        Delegate method => $"{TypeNames.Of(method.GetType())} {MethodName(method.Method)}".TrimEnd(),
        MemberInfo or Assembly or Module => $"{value}",
        Exception exception => $"{TypeNames.Of(exception.GetType())}: {Shortened(MessageOf(exception))}",
        Task task => depth > Deepest ? "Task" : TaskText(task, depth),
        Pointer => TypeNames.Of(value.GetType()),
        IFormattable formattable when OwnText(value) is not null || value is not IEnumerable =>
            Shortened(formattable.ToString(null, CultureInfo.InvariantCulture) ?? ""),
        _ => null,
    };

    private static string Number(IFormattable number) => number.ToString("R", CultureInfo.InvariantCulture) switch
    {
        "NaN" => $"{TypeNames.Of(number.GetType())}.NaN",
        "Infinity" => $"{TypeNames.Of(number.GetType())}.PositiveInfinity",
        "-Infinity" => $"{TypeNames.Of(number.GetType())}.NegativeInfinity",
        var text => text,
    };

    private static string EnumText(Enum constant)
    {
        var type = TypeNames.Of(constant.GetType());
        var text = constant.ToString();
        return char.IsLetter(text[0]) || text[0] == '_'
            ? string.Join(" | ", text.Split(", ").Select(name => $"{type}.{name}"))
            : $"({type}){text}";
    }

    /// <summary>The same for everybody, and in the order of time.</summary>
    private static string Moment(IFormattable moment)
    {
        var format = moment is DateTime ? "yyyy-MM-dd HH:mm:ss.FFFFFFFK" : "yyyy-MM-dd HH:mm:ss.FFFFFFF zzz";
        return moment.ToString(format, CultureInfo.InvariantCulture).Replace(". ", " ", StringComparison.Ordinal);
    }

    private static string MethodName(MethodInfo method) => method.Name.Contains('<', StringComparison.Ordinal) ? "" : method.Name;

    /// <summary>Never waits: the result is looked at only when it is there.</summary>
    private string TaskText(Task task, int depth)
    {
        var type = task.GetType();
        while (!(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)) && type != typeof(Task))
            type = type.BaseType!;
        var hasResult = type != typeof(Task) && type.GetGenericArguments()[0].Name != "VoidTaskResult";
        var ended = task.IsFaulted ? $", Exception = {Scalar(task.Exception.InnerException ?? task.Exception, depth)}"
            : task.IsCompletedSuccessfully && hasResult
                ? $", Result = {new LiteralText(Read(type.GetProperty("Result")!.GetValue(task), depth + 1)).Line}"
            : "";
        return $"{(hasResult ? TypeNames.Of(type) : "Task")} {{ Status = TaskStatus.{task.Status}{ended} }}";
    }

    private ValueNode ReadParts(object value, int depth)
    {
        var type = value.GetType();
        if (!type.IsValueType && !ancestors.Add(value))
            return new LeafNode($"{TypeNames.Of(type)} (the same again)");
        try
        {
            return value switch
            {
                _ when depth > Deepest && OwnText(value) is null => new LeafNode($"{TypeNames.Of(type)} {{ … }}".Trim()),
                DataTable table => DataTables.Read(table),
                DataView view => DataTables.Read(view),
                DataSet set => new SequenceNode($"DataSet({set.Tables.Count})",
                    [.. set.Tables.Cast<DataTable>().Take(MostItems).Select(table => Read(table, depth + 1))], null),
                DataRow row => new ObjectNode("DataRow", [.. row.Table.Columns.Cast<DataColumn>().Take(MostMembers)
                    .Select(column => (column.ColumnName, Read(row[column], depth + 1)))], null),
                ITuple tuple when type.IsGenericType =>
                    new TupleNode([.. Enumerable.Range(0, tuple.Length).Select(i => Read(tuple[i], depth + 1))]),
                DictionaryEntry entry => Pair(entry.Key, entry.Value, depth),
                _ when IsPair(type) => Pair(Get(value, "Key"), Get(value, "Value"), depth),
                IEnumerable group when Contract(type, typeof(IGrouping<,>)) is { } grouping =>
                    new TupleNode([Read(grouping.GetProperty("Key")!.GetValue(value), depth + 1),
                        ReadSequence(group, depth + 1)]),
                _ when Frames.Read(value) is { } frame => frame,
                _ when Contents(value) is { } contents => ReadContents(value, contents, depth),
                _ when OwnText(value) is { } text && text() is var own && !string.IsNullOrWhiteSpace(own) =>
                    new LeafNode(Shortened(own)),
                IDictionary or IEnumerable when EntriesOf(value) is { } entries => ReadEntries(value, entries, depth),
                Array { Rank: > 1 } array => ReadArray(array, depth),
                IEnumerable sequence => ReadSequence(sequence, depth),
                _ when Contract(type, typeof(IAsyncEnumerable<>)) is { } stream => ReadStream(value, stream, depth),
                _ => ReadMembers(value, depth),
            };
        }
        finally
        {
            if (!type.IsValueType)
                ancestors.Remove(value);
        }
    }

    /// <summary>What a type says of itself by an override that somebody wrote; the compiler's own would go as deep as the value
    /// does.</summary>
    private static Func<string>? OwnText(object value)
    {
        if (value is ITuple || IsPair(value.GetType()))
            return null;
        var method = value.GetType().GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, [])!;
        var declaring = method.DeclaringType!;
        if (declaring == typeof(object) || declaring == typeof(ValueType) || method.IsDefined(typeof(CompilerGeneratedAttribute))
            || TypeNames.IsGenerated(declaring))
            return null;
        // A sequence of the framework or of F# is worth more than its name.
        if (value is IEnumerable && (declaring.Namespace is "System.Linq" or "Microsoft.FSharp.Collections"
            || declaring.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true))
            return null;
        return () => value.ToString() ?? "null";
    }

    private ValueNode Pair(object? key, object? value, int depth) =>
        new TupleNode([Read(key, depth + 1), Read(value, depth + 1)]);

    private static bool IsPair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    private static object? Get(object value, string property) => value.GetType().GetProperty(property)!.GetValue(value);

    /// <summary>The entries of a dictionary of any kind; null for what is none.</summary>
    private static IEnumerable<(object? Key, object? Value)>? EntriesOf(object value)
    {
        if (value is IDictionary dictionary)
            return dictionary.Cast<object>()
                .Select(entry => entry is DictionaryEntry one ? (one.Key, one.Value) : (Get(entry, "Key"), Get(entry, "Value")));
        var type = value.GetType();
        if ((Contract(type, typeof(IReadOnlyDictionary<,>)) ?? Contract(type, typeof(IDictionary<,>))) is null)
            return null;
        return ((IEnumerable)value).Cast<object>().Select(entry => (Get(entry, "Key"), Get(entry, "Value")));
    }

    private DictionaryNode ReadEntries(object value, IEnumerable<(object? Key, object? Value)> entries, int depth)
    {
        var (items, rest) = First(entries, CountOf(value), entry =>
            (Read(entry.Key, depth + 1), Read(entry.Value, depth + 1)), failed => (failed, new LeafNode("")));
        return new DictionaryNode(TypeNames.Of(value.GetType()) + Counted(CountOf(value)), items, rest);
    }

    private SequenceNode ReadSequence(IEnumerable sequence, int depth)
    {
        var type = sequence.GetType();
        var isLazy = TypeNames.IsHidden(type);
        var count = isLazy ? null : CountOf(sequence);
        var (items, rest) = First(sequence.Cast<object?>(), count, item => Read(item, depth + 1), failed => failed);
        var name = isLazy ? TypeNames.OfSequence(type)
            : sequence is Array array ? $"{TypeNames.Of(type.GetElementType()!)}[{array.Length}]"
            : TypeNames.Of(type) + Counted(count);
        return new SequenceNode(name, items, rest);
    }

    /// <summary>An asynchronous sequence, waited for as any other is.</summary>
    private SequenceNode ReadStream(object stream, Type contract, int depth)
    {
        var blocking = typeof(TaskAsyncEnumerableExtensions)
            .GetMethod(nameof(TaskAsyncEnumerableExtensions.ToBlockingEnumerable))!
            .MakeGenericMethod(contract.GetGenericArguments());
        var elements = (IEnumerable)blocking.Invoke(null, [stream, CancellationToken.None])!;
        var (items, rest) = First(elements.Cast<object?>(), count: null, item => Read(item, depth + 1), failed => failed);
        var type = stream.GetType();
        return new SequenceNode(TypeNames.IsHidden(type) ? TypeNames.Of(contract) : TypeNames.Of(type), items, rest);
    }

    /// <summary>The first elements of a <see cref="Memory{T}"/>, which does not give them as a sequence; null for anything
    /// else.</summary>
    private static (Array Items, int Count)? Contents(object value)
    {
        var type = value.GetType();
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        var isMemory = definition == typeof(Memory<>) || definition == typeof(ReadOnlyMemory<>);
        if (!isMemory || type.GetGenericArguments()[0] == typeof(char))
            return null;
        var count = (int)Get(value, nameof(Memory<int>.Length))!;
        var slice = type.GetMethod(nameof(Memory<int>.Slice), [typeof(int), typeof(int)])!;
        var first = slice.Invoke(value, [0, Math.Min(count, MostItems)]);
        return ((Array)type.GetMethod(nameof(Memory<int>.ToArray))!.Invoke(first, null)!, count);
    }

    private SequenceNode ReadContents(object value, (Array Items, int Count) contents, int depth) => new(
        TypeNames.Of(value.GetType()) + Counted(contents.Count),
        [.. contents.Items.Cast<object?>().Select(item => Read(item, depth + 1))],
        Rest(contents.Items.Length, contents.Count, isMore: contents.Items.Length < contents.Count));

    /// <summary>An array of several dimensions as arrays of arrays.</summary>
    private SequenceNode ReadArray(Array array, int depth)
    {
        var lengths = string.Join(", ", Enumerable.Range(0, array.Rank).Select(array.GetLength));
        return Part([], $"{TypeNames.Of(array.GetType().GetElementType()!)}[{lengths}]");

        SequenceNode Part(int[] index, string partName)
        {
            var length = array.GetLength(index.Length);
            var items = Enumerable.Range(0, Math.Min(length, MostItems)).TakeWhile(_ => !IsOver)
                .Select(i => Item([.. index, i])).ToList();
            return new SequenceNode(partName, items, Rest(items.Count, length, isMore: items.Count < length));
        }

        ValueNode Item(int[] index) => index.Length < array.Rank
            ? Part(index, "")
            : Read(array.GetValue([.. index.Select((at, dimension) => at + array.GetLowerBound(dimension))]), depth + 1);
    }

    private ObjectNode ReadMembers(object value, int depth)
    {
        var type = value.GetType();
        var (names, getters) = MembersOf(type);
        List<(string, ValueNode)> members = [];
        for (var i = 0; i < names.Length && i < MostMembers && !IsOver; i++)
            members.Add((names[i], ReadMember(value, getters[i], depth)));
        var rest = Rest(members.Count, names.Length, isMore: members.Count < names.Length);
        return new ObjectNode(TypeNames.Of(type), members, rest);
    }

    private ValueNode ReadMember(object value, Func<object, object?> getter, int depth)
    {
        try
        {
            return Read(getter(value), depth + 1);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Failed(exception);
        }
    }

    /// <summary>The public properties and fields of an instance, as they were declared.</summary>
    private static (string[] Names, Func<object, object?>[] Getters) MembersOf(Type type)
    {
        if (!GettersOfType.TryGetValue(type, out var getters))
        {
            List<(string Name, Func<object, object?> Get)> members = [];
            foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
                .OrderBy(member => member.MetadataToken))
            {
                // The compiler's own, as in iterators and closures.
                if (member.Name.Contains('<', StringComparison.Ordinal))
                    continue;
                if (member is PropertyInfo { CanRead: true, PropertyType.IsByRefLike: false } property
                    && property.GetMethod!.IsPublic && property.GetIndexParameters().Length == 0)
                    members.Add((property.Name, property.GetValue));
                else if (member is FieldInfo { FieldType.IsByRefLike: false } field)
                    members.Add((field.Name, field.GetValue));
            }
            // A property that hides its base's comes twice.
            members = [.. members.DistinctBy(member => member.Name)];
            NamesOfType[type] = [.. members.Select(member => member.Name)];
            GettersOfType[type] = getters = [.. members.Select(member => member.Get)];
        }
        return (NamesOfType[type], getters);
    }

    /// <summary>The first elements, until the patience or the sequence is over.</summary>
    private (List<TNode> Items, string? Others) First<T, TNode>(IEnumerable<T> sequence, int? count, Func<T, TNode> read,
        Func<LeafNode, TNode> failed)
    {
        List<TNode> items = [];
        try
        {
            foreach (var item in sequence)
            {
                if (items.Count == MostItems || IsOver)
                    return (items, Rest(items.Count, count, isMore: true));
                items.Add(read(item));
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            items.Add(failed(Failed(exception)));
        }
        return (items, null);
    }

    private static string? Rest(int shown, int? count, bool isMore) =>
        !isMore ? null : count is { } all ? string.Create(CultureInfo.InvariantCulture, $"… {all - shown} more") : "… more";

    private static string Counted(int? count) =>
        count is { } number ? string.Create(CultureInfo.InvariantCulture, $"({number})") : "";

    private static Type? Contract(Type type, Type definition) =>
        Array.Find(type.GetInterfaces(), contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == definition);

    /// <summary>The number of elements, where the sequence knows it without being walked.</summary>
    private static int? CountOf(object sequence)
    {
        if (sequence is ICollection collection)
            return collection.Count;
        var counted = Contract(sequence.GetType(), typeof(IReadOnlyCollection<>))
            ?? Contract(sequence.GetType(), typeof(ICollection<>));
        return (int?)counted?.GetProperty("Count")!.GetValue(sequence);
    }

    private static string Shortened(string text) =>
        text.Length <= MostCharacters
            ? text
            : text[..MostCharacters] + string.Create(CultureInfo.InvariantCulture,
                $"… {text.Length - MostCharacters} more characters");
}
