using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace TimeScales.Kernel.Engine;

/// <summary>Says what went wrong in a cell, in its own lines.</summary>
internal static partial class CellErrors
{
    /// <summary>Namespaces of the runtime's own steps between a throw and its handler, which say nothing about the cell.</summary>
    private static readonly string[] Plumbing =
        ["System.Runtime.CompilerServices", "System.Runtime.ExceptionServices", "Internal.Runtime.CompilerHelpers"];

    internal static ErrorOutput Describe(Exception exception)
    {
        while (exception is AggregateException { InnerExceptions: [var only] })
            exception = only;
        return exception switch
        {
            CompilationFailedException failed => DescribeCompilation(failed.Errors),
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
            }
        }
        return new ErrorOutput("CompilationError", lines[0], lines);
    }

    private static ErrorOutput DescribeException(Exception exception)
    {
        List<string> lines = [];
        for (var current = exception; current is not null; current = current.InnerException)
        {
            lines.Add($"{(lines.Count == 0 ? "" : "caused by ")}{current.GetType().FullName}: {current.Message}");
            lines.AddRange(Frames(current));
        }
        return new ErrorOutput(exception.GetType().FullName!, exception.Message, lines);
    }

    /// <summary>The frames down to the cell; what lies below is this program's.</summary>
    private static IEnumerable<string> Frames(Exception exception)
    {
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is not { } method || method.DeclaringType?.Assembly == typeof(CellErrors).Assembly)
                continue;
            if (Plumbing.Contains(method.DeclaringType?.Namespace))
                continue;
            var place = frame.GetFileName() is { } file ? $" in {SourceName(file)}, line {frame.GetFileLineNumber()}" : "";
            var name = NameOf(method);
            yield return name.Length > 0 ? $"   at {name}{place}" : $"   at{place.Replace(" in", "", StringComparison.Ordinal)}";
        }
    }

    /// <summary>A loaded file by its path, a cell by its name: the compiler takes that for a path too, and completes it.</summary>
    private static string SourceName(string file) => File.Exists(file) ? file : Path.GetFileName(file);

    /// <summary>The name as it was written: without the classes that the compiler wraps around cells, lambdas and async methods.</summary>
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

    [GeneratedRegex(@"^Cell\d+\.(<>c[\w]*\.)?")]
    private static partial Regex CellClass();
}
