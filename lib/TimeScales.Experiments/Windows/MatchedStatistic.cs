using TimeScales.Kernels;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Windows;

/// <summary>The matched statistic ψ = e g of many sequences at all lags, and what errors without a signal make of it.</summary>
/// <remarks>Errors are those of <c>Ends</c> steps per sequence; a sequence is what can be exchanged, its steps
/// are not independent.</remarks>
internal sealed class MatchedStatistic
{
    private readonly double[][] errors;
    private readonly PaddedMatrix<double> kernel;

    /// <summary>A statistic.</summary>
    /// <param name="errors">e, [B][ends].</param>
    /// <param name="kernel">g, [B · ends][lags], the ends of one sequence one after another.</param>
    public MatchedStatistic(double[][] errors, double[][] kernel) =>
        (this.errors, this.kernel) = (errors, PaddedMatrix<double>.OfRows(kernel));

    /// <summary>B.</summary>
    public int Sequences => errors.Length;

    /// <summary>Steps per sequence.</summary>
    public int Ends => errors[0].Length;

    /// <summary>Lags, 1 … this.</summary>
    public int Lags => kernel.Columns;

    /// <summary>ψ of all sequences and ends at a lag.</summary>
    public double[] Values(int lag) =>
        [.. Enumerable.Range(0, kernel.Rows).Select(row => errors[row / Ends][row % Ends] * kernel[row, lag - 1])];

    /// <summary>Those sequences alone.</summary>
    public MatchedStatistic Part(int from, int count) => new(
        errors[from..(from + count)],
        [.. Enumerable.Range(from * Ends, count * Ends).Select(row => kernel.Row(row)[..Lags].ToArray())]);

    /// <summary>The same with the errors of other sequences: no signal of any lag, and all else as it was.</summary>
    public MatchedStatistic Shuffled(TorchGenerator generator) =>
        new([.. generator.Permutation(Sequences).Select(b => errors[b])],
            [.. Enumerable.Range(0, kernel.Rows).Select(row => kernel.Row(row)[..Lags].ToArray())]);

    /// <summary>Means of ψ over sequences and ends, per lag.</summary>
    public double[] Means() => Means([Flat(b => errors[b])])[0];

    /// <summary>Whether each lag's mean is more than chance makes of it.</summary>
    /// <param name="chance">How errors lose their signal.</param>
    /// <param name="draws">How often.</param>
    /// <param name="generator">Where chance comes from.</param>
    public DetectionTest Test(Chance chance, int draws, TorchGenerator generator)
    {
        var signs = new double[Sequences];
        double[] Draw()
        {
            if (chance == Chance.Shuffles)
            {
                var order = generator.Permutation(Sequences);
                return Flat(b => errors[order[b]]);
            }
            generator.FillUniform(signs.AsSpan());
            return Flat(b => signs[b] < 0.5 ? errors[b] : Array.ConvertAll(errors[b], e => -e));
        }
        return new DetectionTest(Means([Flat(b => errors[b]), .. Enumerable.Range(0, draws).Select(_ => Draw())]));
    }

    private double[] Flat(Func<int, double[]> errorsOf) => [.. Enumerable.Range(0, Sequences).SelectMany(errorsOf)];

    private double[][] Means(double[][] rows)
    {
        var means = new PaddedMatrix<double>(rows.Length, Lags);
        PaddedMatrix<double>.Multiply(PaddedMatrix<double>.OfRows(rows), kernel, means);
        means.Scale(1.0 / kernel.Rows);
        return [.. Enumerable.Range(0, rows.Length).Select(row => means.Row(row)[..Lags].ToArray())];
    }
}

/// <summary>How errors lose their signal.</summary>
internal enum Chance
{
    /// <summary>Each sequence gets the errors of another one.</summary>
    Shuffles,

    /// <summary>The errors of a sequence change their sign, or do not.</summary>
    Signs,
}
