using System.Reflection;

namespace TimeScales.Kernel.Engine;

/// <summary>What packages made for .NET Interactive do when they are loaded: a notebook of theirs is run, a class of theirs is
/// called.</summary>
/// <remarks>
/// Their class is called with a kernel of .NET Interactive's that the package brought and that does nothing else. The formatters
/// that it registers there are used here; commands and languages that it adds are not.
/// </remarks>
internal sealed class PackageExtensions(NotebookLoadContext loadContext)
{
    private const string Interactive = "Microsoft.DotNet.Interactive";

    private readonly HashSet<object> known = [];

    /// <summary>The cell that a package wants run; null when it has none.</summary>
    internal static string? CellOf(ResolvedPackage package)
    {
        var path = Path.Combine(FolderOf(package), "extension.dib");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    /// <summary>Calls a package's extension classes, and takes over the formatters that they register.</summary>
    internal void Load(ResolvedPackage package)
    {
        if (!Directory.Exists(FolderOf(package)))
            return;
        var failure = Directory.GetFiles(FolderOf(package), "*.dll").Select(CallAll).FirstOrDefault(failed => failed is not null);
        var formatting = loadContext.Assemblies.FirstOrDefault(assembly =>
            assembly.GetName().Name == Interactive + ".Formatting");
        // Many go on to announce themselves in a front end that is not there; the formatters are what matters.
        if ((formatting is null || TakeFormatters(formatting) == 0) && failure is not null)
            throw failure;
    }

    private Exception? CallAll(string path)
    {
        try
        {
            // The same assembly lies in lib, for the cells.
            var name = AssemblyName.GetAssemblyName(path);
            var assembly = loadContext.FindDependency(name) is null
                ? loadContext.LoadFromAssemblyPath(path)
                : loadContext.LoadFromAssemblyName(name);
            foreach (var type in assembly.GetExportedTypes().Where(type => !type.IsAbstract))
            {
                if (type.GetInterface($"{Interactive}.IKernelExtension") is { } contract)
                    Call(Activator.CreateInstance(type)!, contract.GetMethod("OnLoadAsync")!);
            }
            return null;
        }
        catch (FileNotFoundException missing) when (missing.FileName?.StartsWith(Interactive, StringComparison.Ordinal) == true)
        {
            // The package leaves it to the kernel to have .NET Interactive's assemblies, which is .NET Interactive alone.
            return null;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ThreadInterruptedException))
        {
            return exception is TargetInvocationException { InnerException: { } cause } ? cause : exception;
        }
    }

    private static string FolderOf(ResolvedPackage package) => Path.Combine(package.Folder, "interactive-extensions", "dotnet");

    private static void Call(object extension, MethodInfo load)
    {
        var constructor = load.GetParameters()[0].ParameterType.Assembly.GetType($"{Interactive}.CompositeKernel",
            throwOnError: true)!.GetConstructors()[0];
        var kernel = constructor.Invoke(
            [.. constructor.GetParameters().Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : null)]);
        ((Task)load.Invoke(extension, [kernel])!).GetAwaiter().GetResult();
    }

    /// <summary>How many types have got formatters.</summary>
    private int TakeFormatters(Assembly formatting)
    {
        var contextType = formatting.GetType($"{Interactive}.Formatting.FormatContext", throwOnError: true)!;
        var contract = formatting.GetType($"{Interactive}.Formatting.ITypeFormatter", throwOnError: true)!;
        var registered = (System.Collections.IEnumerable)formatting.GetType($"{Interactive}.Formatting.Formatter",
            throwOnError: true)!
            .GetMethod("RegisteredFormatters")!.Invoke(null, [false])!;
        // The registry is a stack: the latest comes first.
        var added = registered.Cast<object>().Where(known.Add).GroupBy(formatter => (Type)Read(formatter, "Type")).ToList();
        foreach (var formatters in added)
        {
            var format = contract.GetMethod("Format", [typeof(object), contextType])!;
            Formatters.Register(formatters.Key, value => Format([.. formatters], value));

            MimeBundle? Format(object[] all, object value)
            {
                MimeBundle? bundle = null;
                foreach (var formatter in all)
                {
                    using var writer = new StringWriter();
                    using var context = (IDisposable)Activator.CreateInstance(contextType, writer)!;
                    if ((bool)format.Invoke(formatter, [value, context])!
                        && bundle?.Contains((string)Read(formatter, "MimeType")) != true)
                        bundle = (bundle ?? new MimeBundle()).Add((string)Read(formatter, "MimeType"), writer.ToString());
                }
                return bundle;
            }
        }

        return added.Count;

        object Read(object formatter, string property) => contract.GetProperty(property)!.GetValue(formatter)!;
    }
}
