namespace TimeScales.Experiments.Anisotropy;

/// <summary>A cell with the optimizer that trains it in Sec. VII-B.</summary>
/// <param name="Cell">The cell's name, which also names the model.</param>
/// <param name="Optimizer">What trains it.</param>
/// <param name="CreateOptimizer">A new optimizer with the paper's settings.</param>
public sealed record AnisotropyModel(string Cell, string Optimizer, Func<Optimizer<float>> CreateOptimizer)
{
    internal const double AdamStepSize = 1e-3;
    internal const double DescentStepSize = 1e-2;

    /// <summary>The paper's three models, in the order in which the released program creates and trains them.</summary>
    public static IReadOnlyList<AnisotropyModel> All { get; } =
    [
        new("plain", "Adam", () => new Adam<float>(AdamStepSize)),
        new("scalar", "SGD", () => new GradientDescent<float>(DescentStepSize)),
        new("multi", "SGD", () => new GradientDescent<float>(DescentStepSize)),
    ];

    /// <summary>The model of a cell; a cell that the paper does not have is trained as its gates are.</summary>
    public static AnisotropyModel ByCell(string cell) =>
        All.FirstOrDefault(model => model.Cell == cell) ?? new(cell, "SGD", () => new GradientDescent<float>(DescentStepSize));
}
