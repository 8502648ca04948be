using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp;
using TimeScales.Kernel.Documents;

namespace TimeScales.Kernel.Engine;

/// <summary>Carries out the steps of one cell.</summary>
internal sealed class CellRun(SubmissionChain chain, CellOutputs outputs, RunningCell cell)
{
    private readonly List<string> importing = [];
    private MimeBundle? result;

    /// <summary>Runs a cell to its end.</summary>
    /// <param name="code">Its source.</param>
    /// <param name="name">What errors call it.</param>
    /// <returns>The value that it ends with; null when it has none.</returns>
    internal MimeBundle? Run(string code, string name)
    {
        RunCell(code, name);
        return result;
    }

    private void RunCell(string code, string name)
    {
        long? started = null;
        foreach (var step in CellReader.Read(code))
        {
            ShowResult();
            switch (step)
            {
                case CodeStep part:
                    RunCode(part, name);
                    break;
                case TextStep text:
                    Show(new MimeBundle().Add(text.MimeType, text.Text).Add("text/plain", text.Text));
                    break;
                case SetStep set:
                    RunCode(new CodeStep($"var {set.Name} = {ValueOf(set.Value)};", [], []), name);
                    break;
                case ImportStep import:
                    Import(import, name);
                    break;
                case TimeStep:
                    started = Stopwatch.GetTimestamp();
                    break;
            }
        }
        if (started is not { } start)
            return;
        ShowResult();
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Show(new MimeBundle().Add("text/plain",
            string.Create(CultureInfo.InvariantCulture, $"Wall time: {milliseconds:0.####} ms")));
    }

    private void RunCode(CodeStep step, string name)
    {
        foreach (var package in chain.AddReferences(step, name, cell.Interrupted))
            LoadExtension(package);
        var submission = chain.Compile(step.Code, name, cell.Interrupted);
        cell.RunUserCode(() =>
        {
            // Not Wait and Result: they would wrap what the cell threw, and lose the message of a cancellation.
            var value = submission.Start().GetAwaiter().GetResult();
            if (submission.Shows(value) && value is not DisplayedValue)
                result = Formatters.Format(value);
        });
    }

    /// <summary>An extension that fails costs what it would have added, not the package.</summary>
    private void LoadExtension(ResolvedPackage package)
    {
        try
        {
            chain.LoadExtension(package);
            if (PackageExtensions.CellOf(package) is { } extension)
                RunCell(extension, $"extension.dib of {package.Name}");
        }
        catch (Exception exception) when (!cell.IsInterrupted)
        {
            var reason = CellErrors.Describe(exception).Message;
            Console.Error.WriteLine($"{package.Name} {package.Version} is there, but what it does when loaded failed: {reason}");
        }
    }

    private void Import(ImportStep import, string name)
    {
        var folder = importing.Count > 0 ? Path.GetDirectoryName(importing[^1])! : Environment.CurrentDirectory;
        var path = Path.GetFullPath(Path.Combine(folder, import.Path));
        if (!File.Exists(path))
            throw new DirectiveException($"{name}, line {import.Line}: there is no file '{path}' to import.");
        if (importing.Contains(path))
            throw new DirectiveException($"{name}, line {import.Line}: '{path}' imports itself.");
        importing.Add(path);
        foreach (var (source, number) in CellsOf(path).Select((source, index) => (source, index + 1)))
        {
            RunCell(source, $"{Path.GetFileName(path)}, cell {number}");
            ShowResult();
        }
        importing.RemoveAt(importing.Count - 1);
    }

    private static IEnumerable<string> CellsOf(string path)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".ipynb":
                return Importable(NotebookDocument.Read(path));
            case ".dib":
                // Its cells are the parts of one long cell, behind a block of metadata.
                var text = File.ReadAllText(path);
                var end = text.StartsWith("#!meta", StringComparison.Ordinal)
                    ? text.IndexOf("\n#!", StringComparison.Ordinal)
                    : -1;
                return [end < 0 ? text : text[(end + 1)..]];
            case ".cs" or ".csx":
                return [File.ReadAllText(path)];
            default:
                throw new DirectiveException($"'{path}' cannot be imported: a notebook (.ipynb, .dib) or C# (.cs, .csx) can.");
        }
    }

    private static IEnumerable<string> Importable(NotebookDocument notebook) =>
        notebook.Cells.Where(cell => cell.IsCode && !string.IsNullOrWhiteSpace(cell.Source))
            .Select(cell => cell.Language.Mark(cell.Source));

    private static string ValueOf(string value) => value.Split(':', 2) switch
    {
        ["@csharp", var variable] => variable,
        ["@input", var prompt] => SyntaxFactory.Literal(CellInput.Current.Ask(PromptIn(prompt), isPassword: false)).ToString(),
        ["@password", var prompt] => SyntaxFactory.Literal(CellInput.Current.Ask(PromptIn(prompt), isPassword: true)).ToString(),
        _ when value.StartsWith('@') => throw new DirectiveException(
            $"'{value}' is not a value: it may be a text, @csharp:NAME, @input:PROMPT or @password:PROMPT."),
        _ => SyntaxFactory.Literal(value).ToString(),
    };

    /// <summary>A question by itself, or as .NET Interactive's <c>{"prompt": "…", "saveAs": "…"}</c>; nothing is saved.</summary>
    private static string PromptIn(string text)
    {
        try
        {
            return text.StartsWith('{') ? (string?)JsonNode.Parse(text)?["prompt"] ?? "" : text;
        }
        catch (JsonException)
        {
            throw new DirectiveException(
                $"'{text}' is not a question: write @input:QUESTION or @input:{{\"prompt\": \"QUESTION\"}}.");
        }
    }

    /// <summary>A value in the middle of a cell is shown where it arose.</summary>
    private void ShowResult()
    {
        if (result is { } shown)
            Show(shown);
        result = null;
    }

    private void Show(MimeBundle bundle) =>
        outputs.Emit(new DisplayOutput(bundle, Guid.NewGuid().ToString("N"), IsUpdate: false));
}
