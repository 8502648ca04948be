using NUnit.Framework;

namespace TimeScales.Tests.Cells;

/// <summary>What every cell is tested on: all of <see cref="Cell.All"/>, those with gate biases and a reader's own, at sizes on
/// both sides of the vector lengths.</summary>
internal static class Battery
{
    /// <summary>(H, N): one unit; less than a vector; whole vectors; one more than whole vectors; the paper's.</summary>
    private static readonly (int Hidden, int Inputs)[] Sizes = [(1, 1), (3, 2), (16, 4), (17, 5), (64, 4)];

    private static readonly Cell[] All =
    [
        .. Cell.All,
        new ScalarGateCell(hasGateBias: true), new MultiGateCell(hasGateBias: true),
        new MinimalGatedCell(), new SharedMemoryCell(),
    ];

    public static IEnumerable<TestCaseData> Cells => All.Select(cell => new TestCaseData(cell).SetArgDisplayNames(NameOf(cell)));

    public static IEnumerable<TestCaseData> CellsAndSizes => Cases(Sizes);

    public static IEnumerable<TestCaseData> CellsAndSmallSizes => Cases(Sizes[..4]);

    public static IEnumerable<TestCaseData> CellsSizesAndBatches =>
        from cell in All
        from size in Sizes
        from batch in new[] { 1, 3, 64 }
        select new TestCaseData(cell, size.Hidden, size.Inputs, batch)
            .SetArgDisplayNames(NameOf(cell), $"{size.Hidden}", $"{size.Inputs}", $"{batch}");

    private static string NameOf(Cell cell) =>
        cell.Preactivations.Any(p => p.Bias is not null) ? $"{cell.Name} with biases" : cell.Name;

    private static IEnumerable<TestCaseData> Cases(IEnumerable<(int Hidden, int Inputs)> sizes) =>
        from cell in All
        from size in sizes
        select new TestCaseData(cell, size.Hidden, size.Inputs)
            .SetArgDisplayNames(NameOf(cell), $"{size.Hidden}", $"{size.Inputs}");
}
