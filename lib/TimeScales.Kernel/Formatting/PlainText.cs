using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace TimeScales.Kernel;

/// <summary>The <c>text/plain</c> of a value that says nothing else about itself.</summary>
internal static class PlainText
{
    /// <summary>Long enough for a few hundred numbers; a longer text in a notebook is a mistake more often than a wish.</summary>
    private const int MaximumCharacters = 20_000;

    internal static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => OverridesToString(value.GetType()) ? value.ToString() ?? "null" : Describe(value),
    };

    private static bool OverridesToString(Type type)
    {
        var declaring = type.GetMethod(nameof(ToString), [])!.DeclaringType;
        return declaring != typeof(object) && declaring != typeof(ValueType);
    }

    private static string Describe(object value) =>
        CSharpObjectFormatter.Instance.FormatObject(value, new PrintOptions
        {
            MemberDisplayFormat = MemberDisplayFormat.SingleLine,
            MaximumOutputLength = MaximumCharacters,
        });
}
