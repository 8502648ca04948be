using System.Collections;
using System.Dynamic;
using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using TimeScales.Kernel.Conventions;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>An HTML element: <c>div[style: "color:red"](h1("Title"), p("text"))</c>, or <c>div.name(…)</c> for a class.</summary>
public sealed class PocketView(string name) : DynamicObject, IHtmlContent
{
    private static readonly string[] Void =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

    private readonly List<(string Name, object? Value)> attributes = [];
    private readonly List<object?> content = [];

    /// <summary>The element's name.</summary>
    public string Name => name;

    /// <summary>Content: texts are encoded, elements and sequences written, anything else shown as a notebook would.</summary>
    public override bool TryInvoke(InvokeBinder binder, object?[]? args, out object? result)
    {
        content.AddRange(args ?? []);
        result = this;
        return true;
    }

    /// <summary>Attributes by name, such as <c>[style: "…", @class: "…"]</c>.</summary>
    public override bool TryGetIndex(GetIndexBinder binder, object[] indexes, out object? result)
    {
        var names = binder.CallInfo.ArgumentNames;
        var unnamed = indexes.Length - names.Count;
        // A dictionary gives attributes too; a text stands for itself.
        foreach (var index in indexes.Take(unnamed))
        {
            if (index is IDictionary dictionary)
                attributes.AddRange(dictionary.Cast<DictionaryEntry>().Select(entry => ($"{entry.Key}", entry.Value)));
            else
                attributes.Add(($"{index}", null));
        }
        attributes.AddRange(names.Select((attribute, i) => (attribute.Replace('_', '-'), (object?)indexes[unnamed + i])));
        result = this;
        return true;
    }

    /// <summary>A class: <c>div.warning</c>.</summary>
    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        AddClass(binder.Name);
        result = this;
        return true;
    }

    /// <summary>A class and content: <c>div.warning("text")</c>.</summary>
    public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result)
    {
        AddClass(binder.Name);
        content.AddRange(args ?? []);
        result = this;
        return true;
    }

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        writer.Write($"<{name}");
        foreach (var (attribute, value) in attributes)
            writer.Write(value is null
                ? $" {attribute}"
                : $" {attribute}=\"{(value is IHtmlContent html ? Text(html) : WebUtility.HtmlEncode($"{value}"))}\"");
        writer.Write(">");
        content.ForEach(part => Write(writer, part));
        if (!Void.Contains(name))
            writer.Write($"</{name}>");
    }

    /// <summary>The markup.</summary>
    public override string ToString() => Text(this);

    internal static string Text(IHtmlContent html)
    {
        using var writer = new StringWriter();
        html.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }

    private void AddClass(string part)
    {
        var index = attributes.FindIndex(attribute => attribute.Name == "class");
        if (index < 0)
            attributes.Add(("class", part));
        else
            attributes[index] = ("class", $"{attributes[index].Value} {part}");
    }

    private static void Write(TextWriter writer, object? part)
    {
        switch (part)
        {
            case null:
                break;
            case IHtmlContent html:
                html.WriteTo(writer, HtmlEncoder.Default);
                break;
            case string text:
                writer.Write(WebUtility.HtmlEncode(text));
                break;
            case IEnumerable parts when parts.Cast<object?>().All(item => item is IHtmlContent or string):
                foreach (var item in parts)
                    Write(writer, item);
                break;
            default:
                writer.Write(KernelHost.Format(part, HtmlFormatter.MimeType));
                break;
        }
    }
}

/// <summary>The elements of HTML, each a new <see cref="PocketView"/>.</summary>
public static class PocketViewTags
{
    // No documentation a name: they are HTML's.
#pragma warning disable CS1591
    public static dynamic a => new PocketView("a");
    public static dynamic area => new PocketView("area");
    public static dynamic aside => new PocketView("aside");
    public static dynamic b => new PocketView("b");
    public static dynamic blockquote => new PocketView("blockquote");
    public static dynamic br => new PocketView("br");
    public static dynamic button => new PocketView("button");
    public static dynamic caption => new PocketView("caption");
    public static dynamic center => new PocketView("center");
    public static dynamic code => new PocketView("code");
    public static dynamic colgroup => new PocketView("colgroup");
    public static dynamic dd => new PocketView("dd");
    public static dynamic details => new PocketView("details");
    public static dynamic div => new PocketView("div");
    public static dynamic dl => new PocketView("dl");
    public static dynamic dt => new PocketView("dt");
    public static dynamic em => new PocketView("em");
    public static dynamic figure => new PocketView("figure");
    public static dynamic figcaption => new PocketView("figcaption");
    public static dynamic font => new PocketView("font");
    public static dynamic form => new PocketView("form");
    public static dynamic h1 => new PocketView("h1");
    public static dynamic h2 => new PocketView("h2");
    public static dynamic h3 => new PocketView("h3");
    public static dynamic h4 => new PocketView("h4");
    public static dynamic h5 => new PocketView("h5");
    public static dynamic h6 => new PocketView("h6");
    public static dynamic head => new PocketView("head");
    public static dynamic header => new PocketView("header");
    public static dynamic hr => new PocketView("hr");
    public static dynamic i => new PocketView("i");
    public static dynamic iframe => new PocketView("iframe");
    public static dynamic img => new PocketView("img");
    public static dynamic input => new PocketView("input");
    public static dynamic label => new PocketView("label");
    public static dynamic li => new PocketView("li");
    public static dynamic link => new PocketView("link");
    public static dynamic main => new PocketView("main");
    public static dynamic menu => new PocketView("menu");
    public static dynamic nav => new PocketView("nav");
    public static dynamic ol => new PocketView("ol");
    public static dynamic optgroup => new PocketView("optgroup");
    public static dynamic option => new PocketView("option");
    public static dynamic p => new PocketView("p");
    public static dynamic pre => new PocketView("pre");
    public static dynamic q => new PocketView("q");
    public static dynamic script => new PocketView("script");
    public static dynamic section => new PocketView("section");
    public static dynamic select => new PocketView("select");
    public static dynamic small => new PocketView("small");
    public static dynamic source => new PocketView("source");
    public static dynamic span => new PocketView("span");
    public static dynamic strike => new PocketView("strike");
    public static dynamic strong => new PocketView("strong");
    public static dynamic style => new PocketView("style");
    public static dynamic sub => new PocketView("sub");
    public static dynamic summary => new PocketView("summary");
    public static dynamic sup => new PocketView("sup");
    public static dynamic svg => new PocketView("svg");
    public static dynamic table => new PocketView("table");
    public static dynamic tbody => new PocketView("tbody");
    public static dynamic td => new PocketView("td");
    public static dynamic textarea => new PocketView("textarea");
    public static dynamic tfoot => new PocketView("tfoot");
    public static dynamic th => new PocketView("th");
    public static dynamic thead => new PocketView("thead");
    public static dynamic title => new PocketView("title");
    public static dynamic tr => new PocketView("tr");
    public static dynamic tt => new PocketView("tt");
    public static dynamic u => new PocketView("u");
    public static dynamic ul => new PocketView("ul");
    public static dynamic video => new PocketView("video");
#pragma warning restore CS1591

    /// <summary>Any other element: <c>_.video(…)</c>, or <c>_("my-element")</c>.</summary>
    public static dynamic _ => new AnyElement();

    private sealed class AnyElement : DynamicObject
    {
        public override bool TryGetMember(GetMemberBinder binder, out object? result)
        {
            result = new PocketView(binder.Name);
            return true;
        }

        public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result) =>
            new PocketView(binder.Name).TryInvoke(null!, args, out result);

        public override bool TryInvoke(InvokeBinder binder, object?[]? args, out object? result)
        {
            result = new PocketView($"{args?.FirstOrDefault()}");
            return true;
        }
    }
}

/// <summary>Markup from texts.</summary>
public static class Html
{
    /// <summary>Marks a text as markup, so that it is not encoded.</summary>
    public static IHtmlContent ToHtmlContent(this string value) => new HtmlString(value);

    /// <summary>Encodes a text.</summary>
    public static IHtmlContent HtmlEncode(this string value) => new HtmlString(WebUtility.HtmlEncode(value));
}

/// <summary>Mathematics in LaTeX.</summary>
public sealed class LaTeXString(string latexCode)
{
    /// <summary>Marks a text as LaTeX.</summary>
    public static implicit operator LaTeXString(string latexCode) => new(latexCode);

    /// <summary>The code.</summary>
    public override string ToString() => latexCode;
}
