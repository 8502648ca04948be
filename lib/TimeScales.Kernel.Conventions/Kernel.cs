using Microsoft.AspNetCore.Html;
using TimeScales.Kernel.Conventions;

namespace Microsoft.DotNet.Interactive;

/// <summary>What notebooks ask of the kernel by .NET Interactive's name.</summary>
public abstract class Kernel
{
    private const string OneKernel =
        "There is one kernel here and no commands to send to it. "
        + "Call what the command would have run; share values by variables, and files by #!import.";

    /// <summary>Not there: see the message.</summary>
    [Obsolete(OneKernel, error: true)]
    public static Kernel Root => throw new NotSupportedException(OneKernel);

    /// <summary>Not there: see the message.</summary>
    [Obsolete(OneKernel, error: true)]
    public static Kernel Current => throw new NotSupportedException(OneKernel);

    /// <summary>Asks the user for a line.</summary>
    public static Task<string> GetInputAsync(string prompt = "", string typeHint = "text") =>
        Task.FromResult(KernelHost.Ask(prompt, typeHint == "password"));

    /// <summary>Asks the user for a line that is not shown.</summary>
    public static Task<PasswordString> GetPasswordAsync(string prompt = "") =>
        Task.FromResult(new PasswordString(KernelHost.Ask(prompt, true)));

    /// <summary>Shows a value.</summary>
    public static void display(object? value, params string[] mimeTypes) => KernelHost.Display(value, mimeTypes);

    /// <summary>Marks a text as HTML.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Runs a script in the page.</summary>
    public static void Javascript(string scriptContent) =>
        KernelHost.Display(new HtmlString($"<script type=\"text/javascript\">{scriptContent}</script>"), []);

    /// <summary>Adds a style sheet to the page.</summary>
    public static void CSS(string content) => KernelHost.Display(new HtmlString($"<style>{content}</style>"), []);
}

/// <summary>The running cell.</summary>
public sealed class KernelInvocationContext
{
    /// <summary>The running cell's; there is always one where code runs.</summary>
    public static KernelInvocationContext Current { get; } = new();

    /// <summary>Cancelled when the cell is interrupted.</summary>
    public CancellationToken CancellationToken => KernelHost.Interrupted();

    /// <summary>Shows a value.</summary>
    public void Display(object? value, params string[] mimeTypes) => KernelHost.Display(value, mimeTypes);

    /// <summary>Shows a text of a MIME type.</summary>
    public void DisplayAs(string value, string mimeType, params string[] additionalMimeTypes) =>
        KernelHost.Display(new TextOfType(value, mimeType), [mimeType]);

    /// <summary>Writes to the output stream.</summary>
    public void DisplayStandardOut(string output) => Console.Out.Write(output);

    /// <summary>Writes to the error stream.</summary>
    public void DisplayStandardError(string error) => Console.Error.Write(error);
}

/// <summary>A text that says what it is.</summary>
internal sealed record TextOfType(string Text, string MimeType);

/// <summary>A text that does not show itself.</summary>
public sealed class PasswordString(string password)
{
    /// <summary>The text.</summary>
    public string GetClearTextPassword() => password;

    /// <summary>Stars.</summary>
    public override string ToString() => new('*', password.Length);
}
