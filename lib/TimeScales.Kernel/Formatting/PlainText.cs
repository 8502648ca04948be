using System.Globalization;
using System.Text;

namespace TimeScales.Kernel;

/// <summary>The <c>text/plain</c> of values that stand alone and need no quotes.</summary>
internal static class PlainText
{
    private const int MostCharacters = 30_000;
    private const int MostFrames = 30;

    /// <summary>Texts and errors; null for what reads like C# alone as among others.</summary>
    internal static string? TopLevel(object value) => value switch
    {
        string text => Limited(text),
        char character => $"{character}",
        Type type => TypeNames.Qualified(type),
        Exception exception => Limited(Of(exception)),
        _ => null,
    };

    /// <summary>A value among others, in one line.</summary>
    internal static string OneLine(object value) => new LiteralText(new ValueReader(TimeSpan.FromSeconds(1)).Read(value)).Line;

    private static string Of(Exception exception)
    {
        var text = new StringBuilder();
        var current = exception;
        for (var depth = 0; current is not null && depth < 10; depth++, current = current.InnerException)
        {
            text.Append(depth == 0 ? "" : "\ncaused by ").Append($"{current.GetType().FullName}: {current.Message}");
            foreach (var line in (current.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(MostFrames))
                text.Append('\n').Append(line.TrimEnd());
        }
        return text.ToString();
    }

    private static string Limited(string text) =>
        text.Length <= MostCharacters
            ? text
            : text[..MostCharacters] + string.Create(CultureInfo.InvariantCulture,
                $"\n… {text.Length - MostCharacters} more characters");
}
