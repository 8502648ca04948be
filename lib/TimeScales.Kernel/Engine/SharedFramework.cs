using System.Reflection;

namespace TimeScales.Kernel.Engine;

/// <summary>The assemblies that every cell has without naming them.</summary>
internal static class SharedFramework
{
    /// <summary>Where .NET's own lie.</summary>
    internal static string Folder { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>The kernel's own assemblies that cells see, by name.</summary>
    internal static IReadOnlySet<string> ForCells { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        NameOf(typeof(NotebookHelpers)), NameOf(typeof(Microsoft.DotNet.Interactive.Formatting.Formatter)),
        NameOf(typeof(Microsoft.AspNetCore.Html.IHtmlContent)),
    };

    /// <summary>The paths of all: .NET's, and those of <see cref="ForCells"/>.</summary>
    internal static IEnumerable<string> Paths
    {
        get
        {
            var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
            return trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == Folder)
                .Concat(ForCells.Select(name => Assembly.Load(name).Location));
        }
    }

    /// <summary>Whether .NET has an assembly of that name, written as for <c>#r</c>: <c>System.Net.Http</c>, also with its ending
    /// or identity.</summary>
    internal static bool Has(string reference)
    {
        var name = reference.Split(',')[0].Trim();
        name = name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? name[..^".dll".Length] : name;
        return name.IndexOfAny(['/', '\\']) < 0 && (ForCells.Contains(name) || File.Exists(Path.Combine(Folder, name + ".dll")));
    }

    /// <summary>The assemblies of another shared framework, in the newest version of this runtime's generation.</summary>
    internal static IEnumerable<string> AssembliesOf(string framework)
    {
        var versions = Path.Combine(DotnetHost.Root, "shared", framework);
        var newest = Directory.Exists(versions)
            ? Directory.GetDirectories(versions, $"{Environment.Version.Major}.*")
                .MaxBy(folder => System.Version.Parse(Path.GetFileName(folder).Split('-')[0]))
            : null;
        return newest is null ? [] : Directory.GetFiles(newest, "*.dll").Where(IsManaged);
    }

    private static string NameOf(Type type) => type.Assembly.GetName().Name!;

    private static bool IsManaged(string path)
    {
        try
        {
            AssemblyName.GetAssemblyName(path);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
