namespace TimeScales.Notebooks;

/// <summary>One representation of a value in a notebook; kernels find its members by name.</summary>
/// <param name="mimeType">The MIME type.</param>
/// <param name="write">The representation, in Base64 where it is binary; null where there is none on this machine.</param>
internal sealed class TypeFormatter<T>(string mimeType, Func<T, string?> write)
{
    /// <summary>The MIME type.</summary>
    public string MimeType => mimeType;

    /// <summary>Writes the representation; false where there is none.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not T value || write(value) is not { } text)
            return false;
        writer.Write(text);
        return true;
    }
}
