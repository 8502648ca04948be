using System.Diagnostics;
using TimeScales.Kernel.Documents;

namespace TimeScales.Kernel.Headless;

/// <summary>Runs notebooks without a front end: for CI, and to renew committed outputs.</summary>
public static class NotebookRunner
{
    /// <summary>All went well.</summary>
    public const int Done = 0;

    /// <summary>A cell failed, took too long or ended its process.</summary>
    public const int Failed = 1;

    /// <summary>A notebook or an argument cannot be used; nothing was run.</summary>
    public const int BadUsage = 2;

    /// <summary>The user stopped the run.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs notebooks, one after the other, until a cell fails.</summary>
    /// <param name="options">What to run and how.</param>
    /// <param name="output">Receives progress and, for a failure, the cell's source and error.</param>
    /// <param name="error">Receives the one sentence that says why nothing was run.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>One of the four exit codes.</returns>
    public static int Run(RunOptions options, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        List<NotebookDocument> notebooks;
        try
        {
            // Read them all first: the tenth file's mistake should not cost the time of nine.
            notebooks = [.. options.Notebooks.Select(NotebookDocument.Read)];
            notebooks.ForEach(notebook => NotebookRun.Parameterize(notebook, options.Parameters));
        }
        catch (MalformedNotebookException exception)
        {
            error.WriteLine(exception.Message);
            return BadUsage;
        }
        if (notebooks.GroupBy(notebook => Path.GetFileName(notebook.Path))
            .FirstOrDefault(group => group.Count() > 1) is { } twins)
        {
            var paths = string.Join(" and ", twins.Select(notebook => $"'{notebook.Path}'"));
            error.WriteLine($"{paths} would both be written to '{Path.Combine(options.OutputFolder, twins.Key)}'.");
            return BadUsage;
        }

        var started = Stopwatch.GetTimestamp();
        List<NotebookReport> reports = [];
        try
        {
            foreach (var notebook in notebooks)
            {
                if (reports.Exists(report => report.Failure is not null))
                {
                    reports.Add(NotebookRun.Skip(notebook));
                    continue;
                }
                if (notebook.Packages.Count > 0 && !notebook.Packages.Contains(options.Packages))
                {
                    reports.Add(NotebookRun.Skip(notebook));
                    var needed = string.Join(" or ", notebook.Packages);
                    output.WriteLine(
                        $"skipped {notebook.Path}: it needs the packages {needed}, and this build has {options.Packages}");
                    continue;
                }
                var report = new NotebookRun(notebook, options)
                    .Run(() => options.TotalTimeout - Stopwatch.GetElapsedTime(started), cancellation);
                reports.Add(report);
                notebook.Write(Path.Combine(options.OutputFolder, Path.GetFileName(notebook.Path)));
                Tell(output, report);
            }
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Interrupted.");
            return Interrupted;
        }
        JUnitReport.Write(options.JUnitFile, reports);
        return Conclude(output, reports);
    }

    private static void Tell(TextWriter output, NotebookReport report)
    {
        if (report.Failure is not { } failure)
        {
            var slowest = report.Cells.MaxBy(cell => cell.Elapsed);
            var ran = report.Cells.Count(cell => !cell.IsSkipped);
            output.WriteLine($"ok      {report.Path}: {ran} cells in {report.Elapsed.TotalSeconds:F1} s"
                + (slowest is null ? "" : $", the slowest {slowest.Name} with {slowest.Elapsed.TotalSeconds:F1} s"));
            return;
        }
        output.WriteLine($"FAILED  {report.Path}, {failure.Name}, after {failure.Elapsed.TotalSeconds:F1} s:");
        output.WriteLine();
        foreach (var line in failure.Source.Split('\n'))
            output.WriteLine($"    {line}");
        output.WriteLine();
        foreach (var line in failure.Error!.Traceback)
            output.WriteLine($"  {line}");
    }

    private static int Conclude(TextWriter output, List<NotebookReport> reports)
    {
        var failed = reports.Count(report => report.Failure is not null);
        var skipped = reports.Count(report => report.Failure is null && report.Cells.Count > 0
            && report.Cells.All(cell => cell.IsSkipped));
        var done = reports.Count - failed - skipped;
        output.WriteLine($"{done} notebook{(done == 1 ? "" : "s")} done, {failed} failed, {skipped} not run");
        return failed == 0 ? Done : Failed;
    }
}
