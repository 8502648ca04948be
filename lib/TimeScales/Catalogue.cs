namespace TimeScales;

/// <summary>Looks things up by the name a user typed, and says which names exist when it is not there.</summary>
public static class Catalogue
{
    /// <summary>The item of that name.</summary>
    /// <param name="items">What there is.</param>
    /// <param name="nameOf">An item's name.</param>
    /// <param name="kind">What the items are, for the message: "cell".</param>
    /// <param name="name">The name looked for.</param>
    /// <exception cref="ArgumentException">No item has that name; the message lists those that exist.</exception>
    public static TItem Find<TItem>(IEnumerable<TItem> items, Func<TItem, string> nameOf, string kind, string name)
    {
        foreach (var item in items)
        {
            if (nameOf(item) == name)
                return item;
        }
        throw new ArgumentException($"Unknown {kind} '{name}'; known: {string.Join(", ", items.Select(nameOf))}.");
    }

    /// <summary>All items, those of some names first and the others in their own order.</summary>
    /// <param name="items">What there is.</param>
    /// <param name="nameOf">An item's name.</param>
    /// <param name="first">Names of items.</param>
    public static IReadOnlyList<TItem> StartingWith<TItem>(IEnumerable<TItem> items, Func<TItem, string> nameOf,
        params string[] first)
    {
        var all = items.ToArray();
        return [.. first.Select(name => all.First(item => nameOf(item) == name)),
            .. all.Where(item => !first.Contains(nameOf(item)))];
    }
}
