namespace TimeScales.Notebooks;

/// <summary>Tells a notebook's kernel how to show a type, without a reference to any kernel.</summary>
/// <remarks>.NET Interactive's convention, which other kernels follow: the attribute and its properties are found by
/// name.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, Inherited = true)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A type with a method <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types to show, all of them in one bundle.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
