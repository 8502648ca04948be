namespace TimeScales.Kernel;

/// <summary>A value as far as it will be shown: looked at once, bounded, and free of the value's own code.</summary>
internal abstract record ValueNode;

/// <summary>Something without parts.</summary>
/// <param name="Text">As it stands among others: a text in quotes.</param>
internal sealed record LeafNode(string Text) : ValueNode;

/// <summary>A sequence.</summary>
/// <param name="TypeName">With the number of elements, where that is known: <c>int[3]</c>.</param>
/// <param name="Items">The first elements.</param>
/// <param name="Rest">What is said of the others; null when there are none.</param>
internal sealed record SequenceNode(string TypeName, IReadOnlyList<ValueNode> Items, string? Rest) : ValueNode;

/// <summary>A dictionary.</summary>
internal sealed record DictionaryNode(string TypeName, IReadOnlyList<(ValueNode Key, ValueNode Value)> Entries, string? Rest)
    : ValueNode;

/// <summary>A tuple.</summary>
internal sealed record TupleNode(IReadOnlyList<ValueNode> Items) : ValueNode;

/// <summary>An object with named members.</summary>
internal sealed record ObjectNode(string TypeName, IReadOnlyList<(string Name, ValueNode Value)> Members, string? Rest)
    : ValueNode;

/// <summary>A table of texts.</summary>
internal sealed record TableNode(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows,
    string? Rest) : ValueNode;
