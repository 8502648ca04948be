namespace TimeScales.Verdicts.Claims;

internal static class DecaySetsWindow
{
    public static Claim Claim { get; } = new(
        "decay sets the window", "2512.05790",
        "Slower decay of the envelope enlarges the learnability window.",
        "Of five cells that learned the same sums the ones whose envelopes fall less from lag 1 to 64 must have the longer "
            + "windows: rank correlation over cells, seed by seed, half at least, exactly and by the "
        + "follow-up's own kernel. In one network the signal over its noise must follow the envelope "
            + "over lags: nine tenths of its variance.",
        Ordered("exact envelope and exact window, calibrated", "envelopeExact", "exactWindow"),
        [
            Ordered("first-order envelope and window, calibrated", "envelopeFirst", "firstWindow"),
            Ordered("first-order envelope and the program's window, calibrated", "envelopeFirst", "programWindow"),
            Ordered("first-order envelope and the program's window at SNR 0.1", "envelopeFirst", "programWindowsAtFirstThreshold",
                50),
            .. from kernel in new[] { "exact", "program" }
               from cell in Subjects.WindowCells
               select new Question($"R² of signal over noise on the envelope, {kernel}",
                   Subjects.Windows(cell, $"{kernel}SignalRSquared"),
                   Requirement.AtLeast(Thresholds.RSquared), "no relation"),
        ]);

    private static Question Ordered(string statistic, string envelope, string window, double? position = null)
    {
        Series[] Of(Func<string, Series> series) => [.. Subjects.WindowCells.Select(series)];
        return new Question($"rank correlation of {statistic}",
            Series.RankCorrelation("five cells",
                Of(cell => Subjects.Windows(cell, envelope, Subjects.EnvelopeLag).Over(Subjects.Windows(cell, envelope, 1))),
                Of(cell => Subjects.Windows(cell, window, position))),
            Requirement.AtLeast(Thresholds.Agreement), "no order of the cells");
    }
}
