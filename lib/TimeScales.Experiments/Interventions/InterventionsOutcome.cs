namespace TimeScales.Experiments.Interventions;

/// <summary>How a network has learned, and what is left of that when its gates are tampered with.</summary>
/// <param name="Updates">Updates made.</param>
/// <param name="UpdatesUntilSolved">Updates until the task was solved, NaN where it was not.</param>
/// <param name="ValidationError">The error on the validation set at the end.</param>
/// <param name="TestError">The error on the test set at the end.</param>
/// <param name="ConstantError">The test error of the best constant.</param>
/// <param name="Tampered">The test error with the gates replaced, of cells whose gates follow the data; empty elsewhere.</param>
public sealed record InterventionsOutcome(
    int Updates, double UpdatesUntilSolved, double ValidationError, double TestError, double ConstantError,
        IReadOnlyList<TamperedGates> Tampered);

/// <summary>A test with other gates than the network's own.</summary>
/// <param name="Gates">Which: unitMeans, oneMean, shuffledInTime, swappedSequences.</param>
/// <param name="TestError">The error with them.</param>
public sealed record TamperedGates(string Gates, double TestError);
