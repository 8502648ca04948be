using System.Text.Json.Nodes;
using NUnit.Framework;
using TimeScales.Kernel;

namespace TimeScales.Tests.Notebooks;

[NonParallelizable]
public sealed class FormatterTests
{
    private record Shape(string Name);

    private sealed record Circle(string Name) : Shape(Name);

    private interface INamed;

    private sealed class Tag : INamed
    {
        public override string ToString() => "a tag";
    }

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType { get; } = formatterSourceType;

        public string[]? PreferredMimeTypes { get; set; }
    }

    public sealed class ChartFormatters
    {
        public object[] CreateTypeFormatters() =>
        [
            new Formatter("text/html", "<svg/>"),
            new Formatter("image/png", "iVBO"),
            new Formatter("application/vnd.plotly.v1+json", "{\"data\":[1]}"),
            new Formatter("text/plain", null),
            new Formatter("text/plain", "a chart"),
        ];
    }

    public sealed class Formatter(string mimeType, string? text)
    {
        public string MimeType => mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            writer.Write(text ?? "half written");
            return text is not null;
        }
    }

    [TypeFormatterSource(typeof(ChartFormatters))]
    private class Chart;

    [TypeFormatterSource(typeof(ChartFormatters), PreferredMimeTypes = ["image/png", "text/plain"])]
    private sealed class PreferringChart : Chart;

    private sealed class InheritingChart : Chart;

    /// <summary>As F# libraries write it: the properties are not public, and what makes formatters has no constructor.</summary>
    private static class Hidden
    {
        [AttributeUsage(AttributeTargets.Class)]
        public sealed class TypeFormatterSourceAttribute(Type type) : Attribute
        {
            internal Type Hidden { get; } = type;
        }
    }

    public sealed class Unconstructible
    {
        private Unconstructible(int never) => _ = never;

        public IEnumerable<object> CreateTypeFormatters() => [new Formatter("text/html", "<svg/>")];
    }

    [Hidden.TypeFormatterSource(typeof(Unconstructible))]
    private sealed class FSharpChart;

    [Test]
    public void The_convention_is_followed_where_nothing_of_it_is_public() =>
        Assert.That((string?)Formatters.Format(new FSharpChart()).ToJson()["text/html"], Is.EqualTo("<svg/>"));

    [Test]
    public void A_registered_formatter_gives_a_whole_bundle_also_for_derived_types()
    {
        Formatters.Register<Shape>(shape => new MimeBundle()
            .Add("image/png", [1, 2, 3]).Add("application/vnd.plotly.v1+json", $$"""{"data":["{{shape.Name}}"]}"""));

        var json = Formatters.Format(new Circle("c")).ToJson();

        Assert.That((string?)json["image/png"], Is.EqualTo("AQID"));
        Assert.That((string?)json["application/vnd.plotly.v1+json"]!["data"]![0], Is.EqualTo("c"));
        Assert.That((string?)json["text/plain"], Does.Contain("Circle"));
    }

    [Test]
    public void The_nearest_registration_wins_and_an_interface_counts_last()
    {
        Formatters.Register<object>("text/x-any", _ => "any");
        Formatters.Register<INamed>("text/x-named", _ => "named");
        try
        {
            Assert.That(Formatters.Format(new Tag()).Contains("text/x-any"), Is.True);
        }
        finally
        {
            Formatters.Register<object>(value => new MimeBundle());
        }
    }

    [Test]
    public void The_convention_is_followed_without_a_reference()
    {
        var json = Formatters.Format(new Chart()).ToJson();

        Assert.That(json.Select(entry => entry.Key),
            Is.EqualTo(new[] { "text/html", "image/png", "application/vnd.plotly.v1+json", "text/plain" }));
        Assert.That(json["application/vnd.plotly.v1+json"], Is.InstanceOf<JsonObject>());
        // The first text/plain formatter declined, what it had written must not show.
        Assert.That((string?)json["text/plain"], Is.EqualTo("a chart"));
    }

    [Test]
    public void Preferred_types_are_the_only_ones_shown() =>
        Assert.That(Formatters.Format(new PreferringChart()).ToJson().Select(entry => entry.Key),
            Is.EqualTo(new[] { "image/png", "text/plain" }));

    [Test]
    public void The_convention_holds_for_derived_types() =>
        Assert.That(Formatters.Format(new InheritingChart()).Contains("image/png"), Is.True);

    [Test]
    public void Text_that_is_not_JSON_is_refused_under_a_JSON_type() =>
        Assert.That(() => new MimeBundle().Add("application/json", "{"), Throws.InstanceOf<System.Text.Json.JsonException>());
}
