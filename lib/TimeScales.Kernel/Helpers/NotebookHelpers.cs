namespace TimeScales.Kernel;

/// <summary>What every cell can call without a prefix.</summary>
/// <remarks>The names and their case are those of .NET Interactive and IPython, so that existing notebooks run
/// unchanged.</remarks>
public static class NotebookHelpers
{
    /// <summary>Shows a value now, in the middle of a cell.</summary>
    /// <param name="value">Anything; how it looks is decided by <see cref="Formatters"/>.</param>
    /// <param name="mimeTypes">The MIME types to show it in; none: its own.</param>
    /// <returns>The shown value, which can be replaced in place with <see cref="DisplayedValue.Update"/>.</returns>
    public static DisplayedValue display(object? value, params string[] mimeTypes)
    {
        var displayed = new DisplayedValue(Guid.NewGuid().ToString("N"));
        CellOutputs.Current.Emit(new DisplayOutput(Formatters.Format(value, mimeTypes), displayed.Id, IsUpdate: false));
        return displayed;
    }

    /// <summary>Marks a text as HTML, so that a notebook renders it.</summary>
    /// <param name="markup">The HTML.</param>
    /// <returns>A value that displays as <c>text/html</c>, with the markup itself as <c>text/plain</c>.</returns>
    public static MimeBundle HTML(string markup) => new MimeBundle().Add("text/html", markup).Add("text/plain", markup);

    /// <summary>Runs a script in the page, where the front end trusts the notebook.</summary>
    /// <param name="script">JavaScript.</param>
    public static void Javascript(string script) => Microsoft.DotNet.Interactive.Kernel.Javascript(script);

    /// <summary>Adds a style sheet to the page.</summary>
    /// <param name="styles">CSS.</param>
    public static void CSS(string styles) => Microsoft.DotNet.Interactive.Kernel.CSS(styles);

    /// <summary>Asks the user for a line.</summary>
    /// <param name="prompt">The question.</param>
    /// <param name="typeHint"><c>password</c> hides the answer.</param>
    /// <returns>The answer.</returns>
    public static Task<string> GetInputAsync(string prompt = "", string typeHint = "text") =>
        Microsoft.DotNet.Interactive.Kernel.GetInputAsync(prompt, typeHint);

    /// <summary>Asks the user for a line that is not shown.</summary>
    /// <param name="prompt">The question.</param>
    /// <returns>The answer, which does not show itself either.</returns>
    public static Task<Microsoft.DotNet.Interactive.PasswordString> GetPasswordAsync(string prompt = "") =>
        Microsoft.DotNet.Interactive.Kernel.GetPasswordAsync(prompt);

    /// <summary>Removes what this cell has shown so far.</summary>
    /// <param name="wait">True to remove it only when the next output arrives, which avoids flicker in animations.</param>
    public static void clear_output(bool wait = false) => CellOutputs.Current.Emit(new ClearOutput(wait));

    /// <summary>Opens a value in the front end's pager, where it has one.</summary>
    /// <param name="value">Anything; formatted as <see cref="display"/> would.</param>
    public static void page(object? value) => CellOutputs.Current.Emit(new PagedOutput(Formatters.Format(value)));
}
