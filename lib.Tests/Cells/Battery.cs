using NUnit.Framework;
using TimeScales.Cells;

namespace TimeScales.Tests.Cells;

/// <summary>What every cell is tested on: all of <see cref="Cell.All"/> at sizes on both sides of the vector lengths.</summary>
internal static class Battery
{
    /// <summary>(H, N): one unit; less than a vector; whole vectors; one more than whole vectors; the paper's.</summary>
    private static readonly (int Hidden, int Inputs)[] Sizes = [(1, 1), (3, 2), (16, 4), (17, 5), (64, 4)];

    public static IEnumerable<TestCaseData> Cells => Cell.All.Select(cell => new TestCaseData(cell).SetArgDisplayNames(cell.Name));

    public static IEnumerable<TestCaseData> CellsAndSizes => Cases(Sizes);

    public static IEnumerable<TestCaseData> CellsAndSmallSizes => Cases(Sizes[..4]);

    public static IEnumerable<TestCaseData> CellsSizesAndBatches =>
        from cell in Cell.All
        from size in Sizes
        from batch in new[] { 1, 3, 64 }
        select new TestCaseData(cell, size.Hidden, size.Inputs, batch)
            .SetArgDisplayNames(cell.Name, $"{size.Hidden}", $"{size.Inputs}", $"{batch}");

    private static IEnumerable<TestCaseData> Cases(IEnumerable<(int Hidden, int Inputs)> sizes) =>
        from cell in Cell.All
        from size in sizes
        select new TestCaseData(cell, size.Hidden, size.Inputs).SetArgDisplayNames(cell.Name, $"{size.Hidden}", $"{size.Inputs}");
}
