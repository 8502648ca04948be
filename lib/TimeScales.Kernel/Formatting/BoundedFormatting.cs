namespace TimeScales.Kernel;

/// <summary>Text and table of a value that nobody has registered a formatter for: always something, and always soon.</summary>
/// <remarks>
/// On a thread of its own, because a value's code may never return, and because what recurses deeply needs a stack that a cell's
/// thread does not have. Loops of the notebook's own code are ended as by an interrupt, waits by <see cref="Thread.Interrupt"/>;
/// what heeds neither is left behind.
/// </remarks>
internal static class BoundedFormatting
{
    private const int StackBytes = 256 * 1024 * 1024;

    /// <summary>Until then sequences may give elements.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>After the patience, for whatever is under way to end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>The value's text, and its table if it has rows and columns.</summary>
    internal static (string Text, string? Html) Of(object value)
    {
        // Numbers, texts and dates have no code of their own that could fail to return.
        if (value is IConvertible && Format(value) is { } simple)
            return simple;
        (string, string?)? found = null;
        var thread = new Thread(() => found = Format(value), StackBytes) { IsBackground = true, Name = "formatting" };
        thread.Start();
        // Joining throws when the cell is interrupted, as it should.
        if (!thread.Join(Patience + Grace))
        {
            Interruption.EndOn(thread);
            thread.Interrupt();
            thread.Join(Grace);
        }
        return found ?? ($"{TypeNames.Of(value.GetType())} (it did not say more within {(Patience + Grace).TotalSeconds:0.#} s)",
            null);
    }

    private static (string, string?)? Format(object value)
    {
        try
        {
            var node = new ValueReader(Patience).Read(value);
            return (PlainText.TopLevel(value) ?? new LiteralText(node).Text, HtmlTable.Of(node));
        }
        catch (Exception)
        {
            return null;
        }
    }
}
