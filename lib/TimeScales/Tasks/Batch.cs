namespace TimeScales;

/// <summary>A batch of sequences with one target each.</summary>
/// <param name="Inputs">u, [B, T, N].</param>
/// <param name="Targets">y, [B]: a number, or the number of a class.</param>
public sealed record Batch(float[] Inputs, float[] Targets);
