using TimeScales.Experiments.Anisotropy;

namespace TimeScales.Figures.Gallery;

/// <summary>What figures call things.</summary>
internal static class Names
{
    public const string Lag = "lag h (steps)";
    public const string Updates = "training (updates)";
    public const string Way = "way until solved (%)";

    /// <summary>A cell of Sec. VII-A, a gate of Appendix B, or a cell of the learned regime.</summary>
    public static string OfCell(string cell) => cell switch
    {
        "scalar" or "multi" => $"{cell} gate",
        "gru" or "lstm" => cell.ToUpperInvariant(),
        _ => cell,
    };

    /// <summary>A model of Sec. VII-B.</summary>
    public static string OfModel(string cell) => $"{cell} + {AnisotropyModel.ByCell(cell).Optimizer}";

    /// <summary>A cell with any optimizer.</summary>
    public static string OfModel(string cell, string optimizer) => $"{cell} + {OfOptimizer(optimizer)}";

    /// <summary>An optimizer.</summary>
    public static string OfOptimizer(string optimizer) => optimizer switch
    {
        "sgd" => "SGD",
        "rmsprop" => "RMSProp",
        "adam" => "Adam",
        "adarem" => "AdaRem",
        "hgm" => "HGM",
        _ => optimizer,
    };

    /// <summary>Plotly's shape of an optimizer's points: colours are cells.</summary>
    public static string ShapeOf(string optimizer) => optimizer switch
    {
        "sgd" => "circle",
        "adam" => "diamond",
        "momentum" => "square",
        "rmsprop" => "triangle-up",
        "adarem" => "triangle-down",
        "hgm" => "cross",
        _ => "star",
    };

    /// <summary>A protocol of the audit.</summary>
    public static string OfProtocol(string protocol) =>
        protocol == "published" ? "all (published)" : protocol.Replace("only-", "", StringComparison.Ordinal).Replace('-', ' ');
}
