using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TimeScales.Tests.House;

/// <summary>Which namespaces use which, from the sources alone.</summary>
/// <remarks>A namespace uses another where one of its files imports it or names it, and one that encloses it, which C# imports by
/// itself, where a file names a type that is declared there.</remarks>
internal sealed class ImportGraph
{
    private readonly HashSet<string> namespaces = [];
    private readonly Dictionary<string, HashSet<string>> declared = [];
    private readonly Dictionary<string, SortedDictionary<string, string>> uses = [];

    /// <param name="sources">Path and text of every file.</param>
    public ImportGraph(IEnumerable<(string Path, string Text)> sources)
    {
        (string Path, CompilationUnitSyntax Root)[] files =
            [.. sources.Select(source => (source.Path, CSharpSyntaxTree.ParseText(source.Text).GetCompilationUnitRoot()))];
        foreach (var (_, root) in files)
        {
            var own = NamespaceOf(root);
            namespaces.Add(own);
            declared.TryAdd(own, []);
            declared[own].UnionWith(root.DescendantNodes().OfType<MemberDeclarationSyntax>()
                .Where(member => member.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)
                .Select(NameOf).OfType<string>());
        }
        foreach (var (path, root) in files)
            AddUses(path, root);
    }

    /// <summary>Every set of namespaces that use one another in a circle, as a sentence that says which file closes each
    /// step.</summary>
    public IReadOnlyList<string> Circles()
    {
        var circles = new List<string>();
        var told = new HashSet<string>();
        foreach (var start in namespaces.Order(StringComparer.Ordinal))
        {
            if (told.Contains(start) || Shortest(start) is not { } circle)
                continue;
            told.UnionWith(circle);
            var steps = circle.Zip(circle.Skip(1).Append(start), (from, to) => $"{from} uses {to} in {uses[from][to]}");
            circles.Add($"{string.Join(" → ", circle.Append(start))} is a circle: {string.Join("; ", steps)}.");
        }
        return circles;
    }

    /// <summary>The shortest way from a namespace back to itself, breadth first; null where there is none.</summary>
    private List<string>? Shortest(string start)
    {
        var from = new Dictionary<string, string>();
        var next = new Queue<string>([start]);
        while (next.TryDequeue(out var current))
        {
            foreach (var target in uses.GetValueOrDefault(current)?.Keys ?? Enumerable.Empty<string>())
            {
                if (target == start)
                {
                    var way = new List<string> { current };
                    while (way[0] != start)
                        way.Insert(0, from[way[0]]);
                    return way;
                }
                if (from.TryAdd(target, current))
                    next.Enqueue(target);
            }
        }
        return null;
    }

    private void AddUses(string path, CompilationUnitSyntax root)
    {
        var own = NamespaceOf(root);
        void Add(string target)
        {
            if (target == own)
                return;
            uses.TryAdd(own, []);
            uses[own].TryAdd(target, Path.GetFileName(path));
        }

        foreach (var import in root.DescendantNodes().OfType<UsingDirectiveSyntax>())
        {
            if (Longest(import.NamespaceOrType.ToString()) is { } target)
                Add(target);
        }

        // A property that is called what its type is called is no use of a type.
        var members = root.DescendantNodes().Select(MemberNameOf).OfType<string>().ToHashSet();
        var written = root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Members ?? root.Members;
        foreach (var text in written.SelectMany(DottedNames).Distinct())
        {
            if (members.Contains(text.Split('.')[0]))
                continue;
            foreach (var scope in Enclosing(own).Append(own).Append(""))
            {
                if (Longest($"{scope}.{text}".TrimStart('.')) is { } target && target.Length > scope.Length)
                    Add(target);
            }
        }

        var leading = root.DescendantNodes().OfType<SimpleNameSyntax>().Where(IsLeading);
        var names = leading.Select(name => name.Identifier.Text).ToHashSet();
        names.ExceptWith(members);
        names.ExceptWith(declared[own]);
        foreach (var outer in Enclosing(own).Where(namespaces.Contains))
        {
            if (names.Overlaps(declared[outer]))
                Add(outer);
            names.ExceptWith(declared[outer]);
        }
    }

    private string? Longest(string name)
    {
        for (var prefix = name.Replace("global::", "", StringComparison.Ordinal); prefix.Length > 0; prefix = Outer(prefix))
        {
            if (namespaces.Contains(prefix))
                return prefix;
        }
        return null;
    }

    private static IEnumerable<string> Enclosing(string name)
    {
        for (var outer = Outer(name); outer.Length > 0; outer = Outer(outer))
            yield return outer;
    }

    private static string Outer(string name) => name[..Math.Max(0, name.LastIndexOf('.'))];

    /// <summary>Everything like A.B.C below a node.</summary>
    private static IEnumerable<string> DottedNames(SyntaxNode node) =>
        from dotted in node.DescendantNodes()
        where dotted is QualifiedNameSyntax or MemberAccessExpressionSyntax
        where dotted.Parent is not (QualifiedNameSyntax or MemberAccessExpressionSyntax)
        let text = dotted.ToString()
        where text.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or ':')
        select text;

    private static bool IsLeading(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        QualifiedNameSyntax qualified => qualified.Left == name,
        NameColonSyntax or MemberBindingExpressionSyntax => false,
        _ => true,
    };

    private static string NamespaceOf(CompilationUnitSyntax root) =>
        root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "(none)";

    private static string? NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };

    private static string? MemberNameOf(SyntaxNode node) => node switch
    {
        PropertyDeclarationSyntax property => property.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        VariableDeclaratorSyntax variable => variable.Identifier.Text,
        ParameterSyntax parameter => parameter.Identifier.Text,
        EnumMemberDeclarationSyntax value => value.Identifier.Text,
        TypeParameterSyntax type => type.Identifier.Text,
        _ => null,
    };
}
