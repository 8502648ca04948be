namespace TimeScales.Torch;

/// <summary>Tensors that go from step to step of a loop.</summary>
internal static class Scopes
{
    /// <summary>Hands this step's value on to the next in the place of the last one, which is freed: moved out alone, every
    /// step's value would live until the loop ends, 8 GB for 256 units and 160 steps.</summary>
    public static Tensor InPlaceOf(this Tensor value, Tensor last)
    {
        last.Dispose();
        return value.MoveToOuterDisposeScope();
    }
}
