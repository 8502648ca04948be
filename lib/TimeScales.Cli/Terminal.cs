namespace TimeScales.Cli;

/// <summary>What the screen can show: its width, and whether lines may be drawn again and coloured.</summary>
internal static class Terminal
{
    private const int Narrowest = 80;

    /// <summary>Columns that a table or a page of help may take.</summary>
    public static int Width { get; } = Console.IsOutputRedirected ? Narrowest : Math.Max(Narrowest, WindowWidth());

    /// <summary>Whether progress may be drawn: not into a pipe, not where NO_COLOR or TERM=dumb ask for plain lines.</summary>
    public static bool DrawsProgress => IsRich && !Console.IsErrorRedirected;

    private static bool IsRich { get; } =
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    /// <summary>A heading for the output stream.</summary>
    public static string Heading(string text) => IsRich && !Console.IsOutputRedirected ? $"\e[1m{text}\e[0m" : text;

    /// <summary>Tells the error stream a sentence: broken between words on a terminal, one line elsewhere.</summary>
    public static void Complain(string alarm, string sentence)
    {
        var text = $"{alarm} {sentence.ReplaceLineEndings(" ")}";
        var lines = Console.IsErrorRedirected ? text
            : string.Join(Environment.NewLine, Wrap(text, Math.Max(Narrowest, WindowWidth())));
        Console.Error.WriteLine(Alarm(alarm) + lines[alarm.Length..]);
    }

    /// <summary>Text in lines of at most that many columns, broken between words.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }

    private static string Alarm(string text) => DrawsProgress ? $"\e[31m{text}\e[0m" : text;

    private static int WindowWidth()
    {
        try
        {
            // The last column is left free, because some terminals break the line there.
            return Console.WindowWidth - 1;
        }
        catch (IOException)
        {
            return Narrowest;
        }
    }
}
