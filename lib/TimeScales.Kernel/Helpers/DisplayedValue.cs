namespace TimeScales.Kernel;

/// <summary>Something shown in a notebook that can be replaced where it stands, from any later cell too.</summary>
public sealed class DisplayedValue
{
    internal DisplayedValue(string id) => Id = id;

    /// <summary>The display id by which front ends find every copy of this output.</summary>
    public string Id { get; }

    /// <summary>Replaces what is shown.</summary>
    /// <param name="value">The new value; how it looks is decided by <see cref="Formatters"/>.</param>
    public void Update(object? value) =>
        CellOutputs.Current.Emit(new DisplayOutput(Formatters.Format(value), Id, IsUpdate: true));
}
