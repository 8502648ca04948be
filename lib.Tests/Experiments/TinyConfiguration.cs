using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>A run that has nothing but a protocol, a seed and a group.</summary>
internal sealed record TinyConfiguration : RunConfiguration
{
    public override string Experiment => "tiny";

    public override IReadOnlyList<string> Folders => ["task"];

    public override void Validate()
    {
    }

    public override RunCost EstimateCost() => default;

    private protected override RunConfiguration PaperSizes() => this;
}
