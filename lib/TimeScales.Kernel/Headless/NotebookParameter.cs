using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;

namespace TimeScales.Kernel.Headless;

/// <summary>A value for a variable that a notebook declares in its cell tagged <c>parameters</c>.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">A number, true or false, unless the variable is declared as a text; anything else is a text.</param>
public sealed record NotebookParameter(string Name, string Value)
{
    /// <summary>Reads <c>name=value</c>.</summary>
    /// <param name="text">As it stands on the command line.</param>
    /// <returns>The parameter; null when the text is not of that form.</returns>
    public static NotebookParameter? Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && SyntaxFacts.IsValidIdentifier(text[..equals])
            ? new NotebookParameter(text[..equals], text[(equals + 1)..])
            : null;
    }

    /// <summary>The statement that sets the variable; an assignment, so that the notebook's own declaration decides the
    /// type.</summary>
    /// <param name="type">The type with which it is declared.</param>
    internal string Assignment(string type) => $"{Name} = {Literal(type)};";

    /// <summary>The variables that a cell declares, with their types.</summary>
    internal static IReadOnlyList<(string Name, string Type)> DeclaredIn(string code) =>
        [.. CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(kind: Microsoft.CodeAnalysis.SourceCodeKind.Script))
            .GetCompilationUnitRoot()
            .Members.OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables
                .Select(variable => (variable.Identifier.Text, field.Declaration.Type.ToString())))];

    private string Literal(string type) =>
        type is not ("string" or "string?")
            && (Value is "true" or "false"
                || double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number))
            ? Value
            : SymbolDisplay.FormatLiteral(Value, quote: true);
}
