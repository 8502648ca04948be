using TimeScales.Experiments.Digits;

namespace TimeScales.Experiments.Tasks;

/// <summary>Every task that there is: those of the library, and digits, which reads files.</summary>
public static class TaskCatalogue
{
    /// <summary>All tasks, those of some names first.</summary>
    public static IReadOnlyList<SequenceTask> StartingWith(params string[] first) =>
        Catalogue.StartingWith([.. SequenceTask.All, new DigitsTask()], task => task.Name, first);
}
