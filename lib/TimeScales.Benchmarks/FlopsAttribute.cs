namespace TimeScales.Benchmarks;

/// <summary>Floating-point operations of one call, for the GFLOP/s column.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FlopsAttribute(double count) : Attribute
{
    /// <summary>Number of operations; a multiply-add is two.</summary>
    public double Count { get; } = count;
}
