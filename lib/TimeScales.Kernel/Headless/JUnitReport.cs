using System.Globalization;
using System.Xml.Linq;
using System.Xml;

namespace TimeScales.Kernel.Headless;

/// <summary>The run as CI systems read it: a suite a notebook, a test a code cell.</summary>
internal static class JUnitReport
{
    internal static void Write(string path, IReadOnlyList<NotebookReport> notebooks)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var settings = new XmlWriterSettings { Indent = true, CheckCharacters = false };
        using var writer = XmlWriter.Create(path, settings);
        new XDocument(new XElement("testsuites", notebooks.Select(Suite))).Save(writer);
    }

    private static XElement Suite(NotebookReport notebook) => new(
        "testsuite",
        new XAttribute("name", notebook.Path),
        new XAttribute("tests", notebook.Cells.Count),
        new XAttribute("failures", notebook.Cells.Count(cell => cell.Error is not null)),
        new XAttribute("skipped", notebook.Cells.Count(cell => cell.IsSkipped)),
        new XAttribute("time", Seconds(notebook.Elapsed)),
        notebook.Cells.Select(cell => Case(notebook, cell)));

    private static XElement Case(NotebookReport notebook, CellReport cell)
    {
        var element = new XElement(
            "testcase",
            new XAttribute("classname", Path.GetFileNameWithoutExtension(notebook.Path)),
            new XAttribute("name", $"{cell.Name}: {Printable(FirstLine(cell.Source))}"),
            new XAttribute("time", Seconds(cell.Elapsed)));
        if (cell.Error is { } error)
        {
            element.Add(new XElement(
                "failure",
                new XAttribute("type", error.Name),
                new XAttribute("message", Printable(error.Message)),
                Printable($"{cell.Source}\n\n{string.Join('\n', error.Traceback)}")));
        }
        else if (cell.IsSkipped)
        {
            element.Add(new XElement("skipped"));
        }
        return element;
    }

    private static string FirstLine(string source) =>
        source.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "";

    /// <summary>XML has no way to write most control characters, and an error message may hold any.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Select(character => XmlConvert.IsXmlChar(character) ? character : '\uFFFD'));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
