using NUnit.Framework;
using TimeScales.Experiments;
using TimeScales.Experiments.Departures;
using TimeScales.Experiments.Windows;

namespace TimeScales.Tests.Windows;

/// <summary>Small runs: what must be found, what cannot be, and what is impossible.</summary>
internal sealed class WindowsExperimentTests
{
    /// <summary>A network that has learned nothing shows lags of the task and no longer ones. With one channel the direction in which weights change
    /// has no other to point into; with more it is chance how much of a lag it sees.</summary>
    [TestCase("leaky")] [TestCase("gru")] [TestCase("lstm")]
    public void An_untrained_network_shows_the_lags_of_the_task(string cell)
    {
        var point = WindowsExperiment.Run(Small(cell) with { Inputs = 1, Sequences = 256, Noise = 0, Checkpoints = [0] }).Checkpoints[0];
        var exact = point.Kernels[0];

        // By chance 0, ½ and 0.
        Assert.That(exact.TaskDetected, Is.GreaterThanOrEqualTo(0.2));
        Assert.That(exact.PeakRank, Is.GreaterThan(0.7));
        Assert.That(exact.BeyondDetected, Is.LessThan(0.1));
    }

    /// <summary>By gates alone a leaky unit has (1 − α)^ℓ, and at the start the exact products are not far from it.</summary>
    [Test]
    public void Envelopes_of_a_leak_are_its_own()
    {
        var point = WindowsExperiment.Run(Small("leaky")).Checkpoints[0];

        for (var i = 0; i < point.Lags.Count; i++)
            Assert.That(point.Envelopes[2][i], Is.EqualTo(8 * Math.Pow(0.95, point.Lags[i])).Within(1e-5));
        // One step has no detour but its own; the exact envelope is that of fewer sequences.
        Assert.That(point.Envelopes[0][0], Is.EqualTo(point.Envelopes[1][0]).Within(0.02));
    }

    /// <summary>The last point keeps what the first one said, with which seeds are compared.</summary>
    [Test]
    public void Equal_runs_are_equal_and_every_point_knows_the_first()
    {
        var (one, other) = (WindowsExperiment.Run(Small("multi")), WindowsExperiment.Run(Small("multi")));

        Assert.That(CanonicalJson.Serialize(one), Is.EqualTo(CanonicalJson.Serialize(other)));
        Assert.That(CanonicalJson.Serialize(one.Checkpoints[1].First), Is.EqualTo(CanonicalJson.Serialize(one.Checkpoints[0].Kernels[0])));
        Assert.That(CanonicalJson.Serialize(one.Checkpoints[1].Kernels[0]), Is.Not.EqualTo(CanonicalJson.Serialize(one.Checkpoints[0].Kernels[0])));
        Assert.That(WindowsExperiment.Description.Incomplete(one), Is.Null);
    }

    [Test]
    public void Steps_whose_errors_are_matched_leave_room_for_the_longest_lag()
    {
        foreach (var steps in new[] { 32, 64, 512, 1024 })
        {
            var run = WindowsConfiguration.Of(Protocol.Corrected, "multi", 1) with { Steps = steps };
            run.Validate();
            Assert.That(run.EndSteps, Is.Unique.And.All.GreaterThan(run.LongestLag).And.All.LessThanOrEqualTo(steps));
            Assert.That(run.ReportedLags, Is.Ordered.And.Unique.And.All.LessThanOrEqualTo(run.LongestLag));
        }
    }

    [Test]
    public void What_is_impossible_is_told()
    {
        void Refused(WindowsConfiguration run, string sentence) => Assert.That(run.Validate, Throws.ArgumentException.With.Message.Contains(sentence));

        Refused(Small("multi") with { Sequences = 31 }, "sequences that are measured is 31; it must be at least 32");
        Refused(Small("multi") with { Ends = 32 }, "matched is 32; after the longest lag there are 31");
        Refused(Small("multi") with { Draws = 18 }, "draws is 18");
        Refused(Small("multi") with { EnvelopeSequences = 65 }, "of 65 sequences; there are 64");
        Refused(Small("no-cell"), "multi");
    }

    private static WindowsConfiguration Small(string cell) => WindowsConfiguration.Of(Protocol.Corrected, cell, 1) with
    {
        Hidden = 8, Steps = 64, Sequences = 64, Draws = 99, Checkpoints = [0, 3],
    };
}
