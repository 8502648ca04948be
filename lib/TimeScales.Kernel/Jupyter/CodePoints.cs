namespace TimeScales.Kernel.Jupyter;

/// <summary>Jupyter counts a cursor's position in code points, .NET in UTF-16 units.</summary>
internal static class CodePoints
{
    internal static int ToUtf16(string text, int codePoints)
    {
        var position = 0;
        for (; codePoints > 0 && position < text.Length; codePoints--)
            position += char.IsSurrogatePair(text, position) ? 2 : 1;
        return position;
    }

    internal static int FromUtf16(string text, int position) => text[..position].EnumerateRunes().Count();
}
