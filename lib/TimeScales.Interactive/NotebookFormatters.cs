using Deedle.Internal;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using TimeScales.Kernel;
using TimeScales.Notebooks;

namespace TimeScales.Interactive;

/// <summary>How charts and frames look in a notebook: registered with .NET Interactive, and with this project's kernel where it runs.</summary>
public static class NotebookFormatters
{
    private const string PlotlyType = "application/vnd.plotly.v1+json";
    private const string HtmlType = "text/html";
    private const string PlainType = "text/plain";
    private const int MostRows = 12;
    private const int MostColumns = 16;

    /// <summary>Registers the formatters; a second call changes nothing.</summary>
    public static void Register()
    {
        Formatter.Register<GenericChart>(GenericChart.toFigureJson, PlotlyType);
        Formatter.Register<GenericChart>(GenericChart.toEmbeddedHTML, HtmlType);
        Formatter.Register<GenericChart>(Words, PlainType);
        Formatter.Register<IFrameFormattable>(frame => Shown(frame).ToHtml(), HtmlType);
        Formatter.Register<IFrameFormattable>(frame => Shown(frame).ToString(), PlainType);
        Formatter.SetPreferredMimeTypesFor(typeof(GenericChart), PlotlyType, HtmlType);
        Formatter.SetPreferredMimeTypesFor(typeof(IFrameFormattable), HtmlType);
        if (AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "TimeScales.Kernel"))
            RegisterWithKernel();
    }

    /// <summary>Apart, so that the kernel's assembly is looked for only where it is.</summary>
    private static void RegisterWithKernel()
    {
        Formatters.Register<GenericChart>(chart => new MimeBundle().Add(PlotlyType, GenericChart.toFigureJson(chart)).Add(PlainType, Words(chart)));
        Formatters.Register<IFrameFormattable>(frame => new MimeBundle().Add(HtmlType, Shown(frame).ToHtml()).Add(PlainType, Shown(frame).ToString()));
    }

    private static string Words(GenericChart chart) => $"Chart of {GenericChart.countTrace(chart)} traces";

    /// <summary>The first and last rows of a frame as a table.</summary>
    private static Table Shown(IFrameFormattable frame)
    {
        var keys = frame.GetRowLevels();
        // Deedle puts an arrow between keys and values.
        var rows = frame.InteractiveFormat(MostRows, MostColumns, false).Select(row => row.Where((_, i) => i != keys).ToArray()).ToArray();
        return new Table(rows[0], rows[1..]);
    }
}
