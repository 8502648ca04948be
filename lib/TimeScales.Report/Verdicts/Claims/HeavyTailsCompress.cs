namespace TimeScales.Verdicts.Claims;

internal static class HeavyTailsCompress
{
    public static Claim Claim { get; } = new(
        "heavy tails compress the window", "2512.05790",
        "Heavy-tailed fluctuations compress the window, because averages concentrate at the rate of their tail.",
        "Stable noise of one scale is added to the errors of networks that have learned nothing yet: with a tail of 1.4 the "
            + "calibrated window of 256 sequences must be half of that with normal noise, or less. "
        + "And the tail that is fitted to the statistic itself must say how its means concentrate: "
            + "within a factor of two for 256 sequences.",
        Compressed("multi"),
        [
            .. Subjects.WindowCells.Where(cell => cell != "multi").Select(Compressed),
            .. from cell in Subjects.WindowCells
               select new Question("narrowing of means of 256 sequences over what the fitted tail predicts",
                   Subjects.Windows(cell, "exactNarrowing"),
                   Requirement.WithinFactor(Thresholds.Factor), "the fitted tail"),
        ]);

    private static Question Compressed(string cell) => new("window with a tail of 1.4 over that with normal noise",
        Subjects.Windows(cell, "noiseWindow", 1.4).Over(Subjects.Windows(cell, "noiseWindow", 2)),
            Requirement.AtMost(1 / Thresholds.Factor), "normal noise of the same scale");
}
