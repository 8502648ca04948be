using System.Globalization;

namespace TimeScales.Notebooks;

/// <summary>Assertions of a notebook: each prints how well it holds, or stops the notebook with both numbers.</summary>
public static class Verify
{
    /// <summary>Two numbers are equal.</summary>
    /// <param name="what">What is compared, in words.</param>
    /// <param name="actual">The library's.</param>
    /// <param name="expected">The independent one.</param>
    /// <param name="tolerance">Largest allowed difference relative to <paramref name="expected"/>.</param>
    /// <exception cref="VerificationException">They differ by more.</exception>
    public static void Close(string what, double actual, double expected, double tolerance) =>
        Close(what, [actual], [expected], tolerance);

    /// <summary>Two vectors are equal.</summary>
    /// <param name="what">What is compared, in words.</param>
    /// <param name="actual">The library's.</param>
    /// <param name="expected">The independent one, of the same length.</param>
    /// <param name="tolerance">Largest allowed difference of two entries relative to the largest entry of
    /// <paramref name="expected"/>.</param>
    /// <exception cref="VerificationException">They differ by more, or their lengths do.</exception>
    public static void Close(string what, IEnumerable<double> actual, IEnumerable<double> expected, double tolerance)
    {
        var (a, e) = (actual.ToArray(), expected.ToArray());
        if (a.Length != e.Length || e.Length == 0)
            throw new VerificationException($"{what}: {a.Length} numbers against {e.Length}.");
        var scale = e.Max(Math.Abs);
        var worst = Enumerable.Range(0, a.Length)
            .MaxBy(i => double.IsNaN(a[i] - e[i]) ? double.PositiveInfinity : Math.Abs(a[i] - e[i]));
        var difference = Math.Abs(a[worst] - e[worst]) / (scale == 0 ? 1 : scale);
        if (!(difference <= tolerance))
            throw new VerificationException(string.Create(CultureInfo.InvariantCulture,
                $"{what}: {a[worst]:R} against {e[worst]:R} (entry {worst}) differ by {difference:G2} of the largest entry; "
                + $"allowed is {tolerance:G2}."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"✓ {what}: largest difference {difference:G2} of the largest entry, allowed {tolerance:G2}, "
            + $"{a.Length} number{(a.Length == 1 ? "" : "s")}"));
    }

    /// <summary>Two matrices are equal.</summary>
    /// <param name="what">What is compared, in words.</param>
    /// <param name="actual">The library's.</param>
    /// <param name="expected">The independent one, of the same shape.</param>
    /// <param name="tolerance">Largest allowed difference of two entries relative to the largest entry of
    /// <paramref name="expected"/>.</param>
    /// <exception cref="VerificationException">They differ by more, or their shapes do.</exception>
    public static void Close(string what, double[,] actual, double[,] expected, double tolerance)
    {
        if (actual.GetLength(1) != expected.GetLength(1))
            throw new VerificationException($"{what}: {actual.GetLength(1)} columns against {expected.GetLength(1)}.");
        Close(what, actual.Cast<double>(), expected.Cast<double>(), tolerance);
    }

    /// <summary>A statement is true.</summary>
    /// <param name="what">The statement, in words, with its numbers.</param>
    /// <param name="holds">Whether it holds.</param>
    /// <exception cref="VerificationException">It does not.</exception>
    public static void That(string what, bool holds)
    {
        if (!holds)
            throw new VerificationException($"This does not hold: {what}.");
        Console.WriteLine($"✓ {what}");
    }
}

/// <summary>An equality that a notebook derives does not hold.</summary>
public sealed class VerificationException(string message) : Exception(message);
