using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using TimeScales.Kernel.Documents;

namespace TimeScales.Kernel.Engine;

/// <summary>Says what went wrong in a cell, in its own lines.</summary>
internal static partial class CellErrors
{
    private const int MostCauses = 20;

    /// <summary>Namespaces of the runtime's own steps between a throw and its handler, which say nothing about the
    /// cell.</summary>
    private static readonly string[] Plumbing =
        ["System.Runtime.CompilerServices", "System.Runtime.ExceptionServices", "Internal.Runtime.CompilerHelpers"];

    internal static ErrorOutput Describe(Exception exception)
    {
        return exception switch
        {
            CompilationFailedException failed => DescribeCompilation(failed.Errors),
            DirectiveException or MalformedNotebookException =>
                new ErrorOutput("DirectiveError", exception.Message, [exception.Message]),
            PackageException => new ErrorOutput("PackageError", exception.Message, [exception.Message]),
            _ => DescribeException(exception),
        };
    }

    private static ErrorOutput DescribeCompilation(IReadOnlyList<Diagnostic> errors)
    {
        List<string> lines = [];
        foreach (var error in errors)
        {
            var span = error.Location.GetLineSpan();
            var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
            lines.Add($"{span.Path}, line {line + 1}, column {column + 1}: {error.Id}: {error.GetMessage()}");
            if (error.Location.SourceTree?.GetText() is { } text && line < text.Lines.Count)
            {
                lines.Add("    " + text.Lines[line].ToString().Replace('\t', ' '));
                lines.Add(new string(' ', 4 + column) + '^');
                if (error.Id is "CS0234" or "CS0246" && Absent().Match(text.Lines[line].ToString()) is { Success: true } absent)
                    lines.Insert(0, InsteadOf(absent.Value));
            }
        }
        return new ErrorOutput("CompilationError", lines[0], lines);
    }

    /// <summary>What to do without a namespace of .NET Interactive's.</summary>
    private static string InsteadOf(string name) =>
        $"{name} is a part of .NET Interactive that this kernel does not have. " + name.Split('.')[3] switch
    {
        "Commands" or "Events" or "Connection" or "CSharp" or "FSharp" or "PowerShell" or "Jupyter" =>
            "There is one kernel and one language here: call what a command would have run, and share values by variables.",
        "Formatting" => "Of Formatting there are Formatter, PocketView with PocketViewTags, Html and ITypeFormatter.",
        "AspNetCore" or "Http" => "Start a web server with #r of the packages that it needs.",
        "Journey" or "ExtensionLab" or "Utility" => "Its helpers have no counterpart; plain C# does what they did.",
        _ => "Microsoft.DotNet.Interactive has Kernel.GetInputAsync and KernelInvocationContext here, "
            + "and Microsoft.DotNet.Interactive.Formatting its formatters.",
    };

    private static ErrorOutput DescribeException(Exception exception)
    {
        List<string> lines = [];
        var depth = 0;
        for (var current = exception; current is not null && depth < MostCauses; current = current.InnerException, depth++)
        {
            lines.Add($"{(depth == 0 ? "" : "caused by ")}{current.GetType().FullName}: {MessageOf(current)}");
            lines.AddRange(Frames(current));
        }
        return new ErrorOutput(exception.GetType().FullName!, MessageOf(exception), lines);
    }

    /// <summary>An exception of a cell's may fail in this too.</summary>
    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message ?? "";
        }
        catch (Exception)
        {
            return "";
        }
    }

    /// <summary>The frames down to the cell; what lies below is this program's.</summary>
    private static IEnumerable<string> Frames(Exception exception)
    {
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is not { } method
                || (method.DeclaringType?.Assembly.GetName().Name is { } assembly && SharedFramework.ForCells.Contains(assembly)))
                continue;
            if (Plumbing.Contains(method.DeclaringType?.Namespace))
                continue;
            var place = frame.GetFileName() is { } file ? $" in {SourceName(file)}, line {frame.GetFileLineNumber()}" : "";
            var name = NameOf(method);
            yield return name.Length > 0 ? $"   at {name}{place}" : $"   at{place.Replace(" in", "", StringComparison.Ordinal)}";
        }
    }

    /// <summary>A loaded file by its path, a cell by its name: the compiler takes that for a path too, and completes
    /// it.</summary>
    private static string SourceName(string file) => File.Exists(file) ? file : Path.GetFileName(file);

    /// <summary>The name as it was written: without the classes that the compiler wraps around cells, lambdas and async
    /// methods.</summary>
    private static string NameOf(System.Reflection.MethodBase method)
    {
        var type = method.DeclaringType?.FullName?.Replace('+', '.') ?? "";
        var name = method.Name == "MoveNext" && GeneratedName().Match(type) is { Success: true } machine
            ? type[..machine.Index] + machine.Groups["name"].Value
            : $"{type}.{method.Name}";
        if (CellClass().IsMatch(name))
            name = GeneratedName().Replace(CellClass().Replace(name, ""), match => match.Groups["name"].Value).Trim('.');
        return name.Contains("<Initialize>", StringComparison.Ordinal) || name == "Initialize" ? "" : name;
    }

    [GeneratedRegex(@"<+(?<name>\w+)>+[a-z]__\w*(\|[\w_]*)?$")]
    private static partial Regex GeneratedName();

    [GeneratedRegex(@"Microsoft\.DotNet\.Interactive\.\w[\w.]*")]
    private static partial Regex Absent();

    [GeneratedRegex(@"^Cell\d+\.(<>c[\w]*\.)?")]
    private static partial Regex CellClass();
}
