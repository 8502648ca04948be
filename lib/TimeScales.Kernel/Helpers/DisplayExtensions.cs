namespace TimeScales.Kernel;

/// <summary><c>x.Display()</c> as another way to write <c>display(x)</c>.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value now, in the middle of a cell.</summary>
    /// <param name="value">Anything; how it looks is decided by <see cref="Formatters"/>.</param>
    /// <param name="mimeTypes">The MIME types to show it in; none: its own.</param>
    /// <returns>The shown value, which can be replaced in place with <see cref="DisplayedValue.Update"/>.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) =>
        NotebookHelpers.display(value, mimeTypes);

    /// <summary>Shows a text as what a MIME type says it is.</summary>
    /// <param name="value">Such as markup.</param>
    /// <param name="mimeType">Such as <c>text/html</c>.</param>
    /// <param name="additionalMimeTypes">Further types of the same text.</param>
    /// <returns>The shown value.</returns>
    public static DisplayedValue DisplayAs(this string value, string mimeType, params string[] additionalMimeTypes) =>
        NotebookHelpers.display(additionalMimeTypes.Aggregate(new MimeBundle().Add(mimeType, value), (bundle, additional) =>
            bundle.Add(additional, value)));

    /// <summary>Shows a sequence as a table.</summary>
    /// <typeparam name="T">Of objects whose properties are the columns.</typeparam>
    /// <param name="source">The rows, of which the first are shown.</param>
    /// <param name="mimeTypes">The MIME types to show it in; none: its own.</param>
    /// <returns>The shown value.</returns>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T> source, params string[] mimeTypes) =>
        NotebookHelpers.display(source, mimeTypes);
}
