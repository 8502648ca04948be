using System.Diagnostics;
using TimeScales.Kernel.Documents;
using TimeScales.Kernel.Engine;

namespace TimeScales.Kernel.Headless;

/// <summary>Runs one notebook from top to bottom in a process of its own.</summary>
internal sealed class NotebookRun(NotebookDocument notebook, RunOptions options)
{
    private readonly NotebookOutputs outputs = new();
    private readonly List<CellReport> reports = [];

    /// <summary>Inserts the values of the parameters behind the cell that declares them.</summary>
    /// <exception cref="MalformedNotebookException">The notebook does not declare one of them.</exception>
    internal static void Parameterize(NotebookDocument notebook, IReadOnlyList<NotebookParameter> parameters)
    {
        if (parameters.Count == 0)
            return;
        var index = notebook.Cells.ToList().FindIndex(cell => cell.IsCode && cell.HasTag("parameters"));
        if (index < 0)
            throw new MalformedNotebookException($"'{notebook.Path}' has no cell tagged 'parameters', so it takes no values.");
        var declared = NotebookParameter.DeclaredIn(notebook.Cells[index].Source);
        if (parameters.FirstOrDefault(parameter => declared.All(variable => variable.Name != parameter.Name)) is { } unknown)
            throw new MalformedNotebookException(
                $"'{notebook.Path}' has no parameter '{unknown.Name}'; "
                + $"it has {string.Join(", ", declared.Select(variable => variable.Name))}.");
        var assignments = parameters.Select(parameter =>
            parameter.Assignment(declared.Last(variable => variable.Name == parameter.Name).Type));
        notebook.Insert(index + 1, string.Join('\n', assignments), "injected-parameters");
    }

    /// <summary>Runs the cells until one fails that may not.</summary>
    /// <param name="timeLeft">What is left of the whole run's time.</param>
    /// <param name="cancellation">Ends the run where it is.</param>
    internal NotebookReport Run(Func<TimeSpan> timeLeft, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(notebook.Path))!;
        using var worker = WorkerProcess.Start(folder, Environment(options));
        var isStopped = false;
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            cell.Clear();
            if (string.IsNullOrWhiteSpace(cell.Source))
                continue;
            if (isStopped || cell.HasTag("skip-execution"))
                reports.Add(NotRun(cell));
            else if (!cell.Language.IsKnown)
                Leave(cell);
            else
                isStopped = !RunCell(cell, worker, timeLeft(), cancellation);
        }
        return new NotebookReport(notebook.Path, reports);
    }

    /// <summary>The report of a notebook that is not run, because an earlier one failed or its packages are off.</summary>
    internal static NotebookReport Skip(NotebookDocument notebook) =>
        new(notebook.Path, [.. notebook.Cells.Where(cell => cell.IsCode && !string.IsNullOrWhiteSpace(cell.Source)).Select(
            (cell, index) => new CellReport($"cell {index + 1}", cell.Source, TimeSpan.Zero, IsSkipped: true, Error: null))]);

    /// <summary>A cell of another language stays what it is, with a notice in its place.</summary>
    private void Leave(NotebookCell cell)
    {
        cell.SetResult(executionCount: null, outputs.Begin(0));
        outputs.Add(new StreamOutput("stderr",
            $"This cell is in {cell.Language.Name}, which is not run here: it was skipped.\n"));
        reports.Add(NotRun(cell));
    }

    private CellReport NotRun(NotebookCell cell) => new(NextName(), cell.Source, TimeSpan.Zero, IsSkipped: true, Error: null);

    private string NextName() => $"cell {reports.Count + 1}";

    /// <summary>False when the run must stop.</summary>
    private bool RunCell(NotebookCell cell, WorkerProcess worker, TimeSpan timeLeft, CancellationToken cancellation)
    {
        var number = reports.Count + 1;
        cell.SetResult(number, outputs.Begin(number));
        ErrorOutput? error = null;
        var started = Stopwatch.GetTimestamp();
        var timeout = TimeSpan.FromTicks(Math.Clamp(timeLeft.Ticks, 0, options.CellTimeout.Ticks));
        var end = worker.Execute(cell.Language.Mark(cell.Source), NextName(), timeout, output =>
        {
            outputs.Add(output);
            error = output as ErrorOutput ?? error;
        }, cancellation);
        var mayGoOn = end == CellEnd.Succeeded || (end == CellEnd.Failed && cell.HasTag("raises-exception"));
        var elapsed = Stopwatch.GetElapsedTime(started);
        reports.Add(new CellReport(NextName(), cell.Source, elapsed, IsSkipped: false, mayGoOn ? null : error));
        return mayGoOn;
    }

    /// <summary>The thread counts of .NET and of the numerical libraries that notebooks load, and the preset.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Environment(RunOptions options)
    {
        string[] threads = ["DOTNET_PROCESSOR_COUNT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"];
        foreach (var variable in threads)
            yield return new(variable, options.Threads.ToString(System.Globalization.CultureInfo.InvariantCulture));
        // Executed copies are read where no scripts run, on GitHub for instance.
        yield return new("REPRODUCTION_OUTPUTS", "static");
        if (options.Preset is not null)
            yield return new("REPRODUCTION_PRESET", options.Preset);
        if (options.Fresh)
            yield return new("REPRODUCTION_FRESH", "1");
    }
}
