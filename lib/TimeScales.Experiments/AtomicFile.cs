namespace TimeScales.Experiments;

/// <summary>Writes files whole or not at all: under a temporary name, flushed, renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file and its folder.</summary>
    /// <exception cref="IOException">It cannot be written; the message names it, and what was there
    /// before is untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, Func<string, Stream>? create = null)
    {
        var temporary = TemporaryName(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var stream = (create ?? File.Create)(temporary))
            {
                stream.Write(content);
                (stream as FileStream)?.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new IOException($"The file '{path}' cannot be written: {FirstSentence(e)}", e);
        }
    }

    /// <summary>The name under which a file is written before it is renamed.</summary>
    public static string TemporaryName(string path) => path + ".tmp";

    /// <summary>The first line of an error, as a sentence.</summary>
    public static string FirstSentence(Exception e) => e.Message.Split('\n')[0].TrimEnd('.') + ".";

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }
}
