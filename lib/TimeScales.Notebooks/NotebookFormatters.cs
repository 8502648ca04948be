using System.Runtime.CompilerServices;
using Deedle.Internal;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using TimeScales.Kernel;
using TimeScales.Torch;

namespace TimeScales.Notebooks;

/// <summary>How charts and frames look in a notebook: registered with the kernel that runs it, this project's or .NET
/// Interactive.</summary>
public static class NotebookFormatters
{
    private const string PlotlyType = "application/vnd.plotly.v1+json";
    private const string HtmlType = "text/html";
    private const string PngType = "image/png";
    private const string PlainType = "text/plain";
    private const int MostRows = 20;
    private const int MostColumns = 16;

    private static readonly (string Type, Func<GenericChart, string?> Write)[] OfChart =
        [(PlotlyType, ChartFormats.Json), (HtmlType, ChartFormats.Html), (PngType, ChartFormats.Picture),
            (PlainType, ChartFormats.Words)];

    private static readonly (string Type, Func<IFrameFormattable, string?> Write)[] OfFrame =
        [(HtmlType, frame => Shown(frame).ToHtml()), (PlainType, frame => Shown(frame).ToString())];

    /// <summary>Registers the formatters with the kernels that are loaded: a notebook need not ask for it.</summary>
#pragma warning disable CA2255 // A notebook's first use of this library is the moment to do so, and it has no other entry.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register()
    {
        // TorchSharp looks for native libraries beside the program when its first tensor is made; by then they should be loaded.
        AppDomain.CurrentDomain.AssemblyLoad += (_, loading) =>
        {
            if (loading.LoadedAssembly.GetName().Name == "TorchSharp")
                LoadNativeLibraries();
        };
        // Apart, so that a kernel's assembly is looked for only where it is.
        if (IsLoaded("TimeScales.Kernel"))
            RegisterWithKernel();
        if (IsLoaded("Microsoft.DotNet.Interactive.Formatting"))
            RegisterWithInteractive();
    }

    /// <summary>Apart, or the event's own handler would need the torch engine's assembly and, loading it, be called
    /// again.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadNativeLibraries() => _ = LibTorch.Problem;

    internal static bool IsLoaded(string assembly) =>
        AppDomain.CurrentDomain.GetAssemblies().Any(loaded => loaded.GetName().Name == assembly);

    private static void RegisterWithKernel()
    {
        Formatters.Register<GenericChart>(chart => Bundle(chart, OfChart));
        Formatters.Register<IFrameFormattable>(frame => Bundle(frame, OfFrame));

        static MimeBundle Bundle<T>(T value, IEnumerable<(string Type, Func<T, string?> Write)> formats)
        {
            var bundle = new MimeBundle();
            foreach (var (type, write) in formats)
            {
                if (write(value) is { } text)
                    bundle.Add(type, text);
            }
            return bundle;
        }
    }

    private static void RegisterWithInteractive()
    {
        RegisterAll(OfChart);
        RegisterAll(OfFrame);

        static void RegisterAll<T>((string Type, Func<T, string?> Write)[] formats)
        {
            foreach (var (type, write) in formats)
                Formatter.Register<T>((value, writer) => writer.Write(write(value)), type);
            Formatter.SetPreferredMimeTypesFor(typeof(T), [.. formats.Select(format => format.Type)]);
        }
    }

    /// <summary>The first and last rows of a frame as a table.</summary>
    private static Table Shown(IFrameFormattable frame)
    {
        var keys = frame.GetRowLevels();
        // Deedle puts an arrow between keys and values.
        var rows = frame.InteractiveFormat(MostRows, MostColumns, false).Select(row => row.Where((_, i) => i != keys).ToArray())
            .ToArray();
        return new Table(rows[0], rows[1..]);
    }
}
