namespace TimeScales;

/// <summary>Looks things up by the name a user typed, and says which names exist when it is not there.</summary>
internal static class Catalogue
{
    public static TItem Find<TItem>(IEnumerable<TItem> items, Func<TItem, string> nameOf, string kind, string name)
    {
        foreach (var item in items)
        {
            if (nameOf(item) == name)
                return item;
        }
        throw new ArgumentException($"Unknown {kind} '{name}'; known: {string.Join(", ", items.Select(nameOf))}.");
    }
}
