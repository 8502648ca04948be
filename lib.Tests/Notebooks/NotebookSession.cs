using NUnit.Framework;
using TimeScales.Kernel.Engine;
using TimeScales.Kernel;

namespace TimeScales.Tests.Notebooks;

/// <summary>A notebook's cells on the engine itself, without a protocol in between.</summary>
internal sealed class NotebookSession : IDisposable
{
    private readonly CSharpEngine engine = new();
    private int count;

    public List<CellOutput> Outputs { get; } = [];

    /// <summary>Called when a cell is announced, before it runs.</summary>
    public Action Starting { get; set; } = () => { };

    /// <summary>What cells read.</summary>
    public CellInput Input { get; set; } = new NoInput("A test has no input.");

    /// <summary>Called with each output as it arrives.</summary>
    public Action<CellOutput> Arrived { get; set; } = _ => { };

    public CellOutcome Run(string code)
    {
        Outputs.Clear();
        return engine.Execute(code, $"cell {++count}", output =>
        {
            Outputs.Add(output);
            Arrived(output);
        }, Input, () => Starting());
    }

    /// <summary>Runs a cell that must succeed.</summary>
    public void Succeed(string code)
    {
        var outcome = Run(code);
        Assert.That(outcome.Error, Is.Null, () => string.Join('\n', outcome.Error!.Traceback));
    }

    /// <summary>Runs a cell that must succeed and gives the text of its trailing expression; null when it has none.</summary>
    public string? Value(string code)
    {
        Succeed(code);
        return Outputs.OfType<ResultOutput>().SingleOrDefault() is { } result
            ? (string?)result.Data.ToJson()["text/plain"]
            : null;
    }

    /// <summary>Runs a cell that must fail.</summary>
    public ErrorOutput Fail(string code) => Run(code).Error ?? throw new AssertionException($"'{code}' succeeded.");

    public void Interrupt() => engine.Interrupt();

    public IReadOnlyList<string> Complete(string code) =>
        [.. Completion.Find(engine.Analyse(code), code.Length).Candidates.Select(candidate => candidate.Text)];

    public string? Inspect(string code, int position) => Inspection.Describe(engine.Analyse(code), position);

    public string Completeness(string code) => Kernel.Engine.Completeness.Of(engine.Analyse(code));

    public void Dispose() => engine.Dispose();
}
