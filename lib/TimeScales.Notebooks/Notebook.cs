using Microsoft.DotNet.Interactive;
using Plotly.NET;
using TimeScales.Kernel;

namespace TimeScales.Notebooks;

/// <summary>What a cell can call without a prefix: <c>using static TimeScales.Notebooks.Notebook;</c>.</summary>
public static class Notebook
{
    /// <summary>Shows a chart, and below it what to look at.</summary>
    /// <param name="chart">A figure of the <see cref="Gallery"/>, or any chart.</param>
    public static void Show(GenericChart chart)
    {
        // Apart, so that a kernel's assembly is looked for only where it is.
        Action<object> display = NotebookFormatters.IsLoaded("TimeScales.Kernel") ? DisplayHere : DisplayInInteractive;
        display(chart);
        display(Prose.Caption(chart));
    }

    private static void DisplayHere(object value) => NotebookHelpers.display(value);

    private static void DisplayInInteractive(object value) => KernelInvocationContext.Current.Display(value);
}
