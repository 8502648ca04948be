using System.Dynamic;
using Newtonsoft.Json.Linq;
using Plotly.NET;
using TimeScales.Figures;
using Figure = TimeScales.Figures.Figure;

namespace TimeScales.Figures;

/// <summary>Figures as Plotly.NET charts, to restyle, combine and save with Plotly.NET's own functions.</summary>
public static class FigureCharts
{
    /// <summary>The figure as a chart: the same traces and layout, and no template of Plotly.NET's.</summary>
    public static GenericChart ToChart(this Figure figure)
    {
        var json = JObject.Parse(PlotlyJson.Write(figure));
        Trace[] traces = [.. json["data"]!.Cast<JObject>().Select(data => Populated(new Trace((string)data["type"]!), data))];
        return GenericChart.setLayout(Populated(new Layout(), (JObject)json["layout"]!),
            GenericChart.ofTraceObjects(false, traces));
    }

    /// <summary>Traces and layouts are dynamic objects: any property of Plotly's can be set by its name.</summary>
    /// <remarks>Through the runtime's own protocol, because the method that sets a property has two names in the versions
    /// that Plotly.NET allows.</remarks>
    internal static T Populated<T>(T target, JObject json) where T : DynamicObject
    {
        foreach (var (name, value) in json)
            target.TrySetMember(new Named(name), value is JValue scalar ? scalar.Value : value);
        return target;
    }

    private sealed class Named(string name) : SetMemberBinder(name, ignoreCase: false)
    {
        public override DynamicMetaObject FallbackSetMember(DynamicMetaObject target, DynamicMetaObject value,
            DynamicMetaObject? errorSuggestion) =>
            throw new NotSupportedException();
    }
}
