namespace TimeScales.Verdicts.Claims;

/// <summary>Gates align transport with directions that matter for the loss.</summary>
internal sealed class AlignmentWithLoss() : Claim(
    "alignment with the loss", "v5",
    "Gates align the transport of states with the directions that matter for the loss.",
    "Neither the paper nor the released program defines a loss-relevant direction or measures an alignment with one.")
{
    private protected override IEnumerable<Question> Questions(Condition condition) => [];

    private protected override string WhyNotTestable(Condition condition) => "no measurement of an alignment is defined";
}
