using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive;
using KernelHost = TimeScales.Kernel.Conventions.KernelHost;

namespace TimeScales.Kernel.Engine;

/// <summary>Lets the classes under .NET Interactive's names do what this kernel does.</summary>
internal static class InteractiveNames
{
    /// <summary>Connects them.</summary>
    internal static void Serve()
    {
        KernelHost.Display = (value, mimeTypes) => NotebookHelpers.display(value, mimeTypes);
        KernelHost.Format = (value, mimeType) => Formatters.Format(value) is var all && all.Text(mimeType) is { } text ? text
            : mimeType == "text/html" ? WebUtility.HtmlEncode(all.Text("text/plain"))
            : Formatters.Format(value, mimeType).Text(mimeType);
        KernelHost.Register = (type, format) =>
            Formatters.Register(type, value => format(value) is { } texts ? BundleOf(texts) : null);
        KernelHost.Prefer = Formatters.Prefer;
        KernelHost.Preferred = Formatters.PreferredFor;
        KernelHost.Reset = () =>
        {
            Formatters.Clear();
            RegisterOwn();
        };
        KernelHost.Limits = () => (ValueReader.MostItems, ValueReader.Deepest);
        KernelHost.SetLimits = (items, depth) => (ValueReader.MostItems, ValueReader.Deepest) = (items, depth);
        KernelHost.Interrupted = () => RunningCell.Current;
        KernelHost.Ask = (prompt, isPassword) => CellInput.Current.Ask(prompt, isPassword);
        RegisterOwn();
    }

    private static void RegisterOwn()
    {
        Formatters.Register<IHtmlContent>(html => NotebookHelpers.HTML(PocketView.Text(html)));
        Formatters.Register<LaTeXString>("text/latex", latex => $"{latex}");
        Formatters.Register<TextOfType>(text => new MimeBundle().Add(text.MimeType, text.Text));
        // What System.Text.Json gives is JSON for every front end.
        Formatters.Register<JsonDocument>("application/json", document => document.RootElement.GetRawText());
    }

    private static MimeBundle BundleOf(IReadOnlyDictionary<string, string> texts)
    {
        var bundle = new MimeBundle();
        foreach (var (mimeType, text) in texts)
            bundle.Add(mimeType, text);
        return bundle;
    }
}
