namespace TimeScales;

/// <summary>One positive number for every sequence b and pair of steps 1 ≤ k &lt; t ≤ T, kept as its logarithm.</summary>
/// <remarks>Logarithms, because products over hundreds of steps leave float64's range (0.2^500 ≈ 1e-350). Zero is −∞.</remarks>
public sealed class PairTable
{
    private readonly double[] logarithms;

    /// <summary>A table for B sequences of T steps.</summary>
    public PairTable(int sequences, int steps)
    {
        (Sequences, Steps) = (sequences, steps);
        logarithms = new double[sequences * PairsPerSequence];
    }

    /// <summary>B.</summary>
    public int Sequences { get; }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>All logarithms: sequence by sequence, t rising, k rising.</summary>
    public ReadOnlySpan<double> Logarithms => logarithms;

    /// <summary>The logarithm of the entry of sequence b for the pair (t, k).</summary>
    public double this[int sequence, int t, int k]
    {
        get => logarithms[Index(sequence, t, k)];
        set => logarithms[Index(sequence, t, k)] = value;
    }

    private int PairsPerSequence => Steps * (Steps - 1) / 2;

    /// <summary>The logarithms of all entries of lag h = t − k, over all sequences, [B · (T − h)].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The lag is not in 1 … T−1.</exception>
    public double[] AtLag(int lag)
    {
        if (lag < 1 || lag >= Steps)
            throw new ArgumentOutOfRangeException(nameof(lag), lag, $"Lags of sequences of {Steps} steps are 1 … {Steps - 1}.");
        var values = new double[Sequences * (Steps - lag)];
        var next = 0;
        for (var b = 0; b < Sequences; b++)
        {
            for (var t = lag + 1; t <= Steps; t++)
                values[next++] = this[b, t, t - lag];
        }
        return values;
    }

    private int Index(int sequence, int t, int k) => sequence * PairsPerSequence + (t - 1) * (t - 2) / 2 + k - 1;
}
