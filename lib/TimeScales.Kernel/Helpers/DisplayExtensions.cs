namespace TimeScales.Kernel;

/// <summary><c>x.Display()</c> as another way to write <c>display(x)</c>.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value now, in the middle of a cell.</summary>
    /// <param name="value">Anything; how it looks is decided by <see cref="Formatters"/>.</param>
    /// <returns>The shown value, which can be replaced in place with <see cref="DisplayedValue.Update"/>.</returns>
    public static DisplayedValue Display(this object? value) => NotebookHelpers.display(value);
}
