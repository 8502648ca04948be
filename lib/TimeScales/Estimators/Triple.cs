using TimeScales.RandomStreams;

namespace TimeScales;

/// <summary>A product to measure: M(t, k) of one sequence.</summary>
/// <param name="Sequence">b.</param>
/// <param name="T">t, 1 … T−1: the last factor is J_t; J_T is never used.</param>
/// <param name="K">k = t − h, from 0, the initial state.</param>
internal readonly record struct Triple(int Sequence, int T, int K)
{
    /// <summary>Draws the triples of one lag from the candidates listed sequence by sequence, t = h … T−1; all of them where they
    /// are too few.</summary>
    public static Triple[] Draw(NumpyGenerator generator, int sequences, int steps, int lag, int count)
    {
        var perSequence = steps - lag;
        var candidates = sequences * perSequence;
        var chosen = candidates <= count ? [.. Enumerable.Range(0, candidates)] : generator.Choice(candidates, count);
        return Array.ConvertAll(chosen, index => new Triple(index / perSequence, lag + index % perSequence, index % perSequence));
    }
}
