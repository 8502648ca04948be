using NUnit.Framework;

namespace TimeScales.Tests.Notebooks;

[NonParallelizable]
public sealed class InterruptTests
{
    private NotebookSession notebook = null!;

    [SetUp]
    public void Open() => notebook = new NotebookSession();

    [TearDown]
    public void Close() => notebook.Dispose();

    [TestCase("while (true) ;")]
    [TestCase("System.Threading.Thread.Sleep(-1);")]
    [TestCase("await Task.Delay(-1);")]
    [TestCase("await Task.Delay(1); for (;;) ;")]
    [TestCase("do try { System.Threading.Thread.Sleep(1); } catch { } while (true);")]
    [TestCase("await Task.Run(() => { while (true) ; });")]
    [TestCase("Parallel.For(0, 4, i => { while (true) ; });")]
    [TestCase("try { } finally { while (true) ; }")]
    [TestCase("again: goto again;")]
    [TestCase("void F() { while (true) ; } F();")]
    [TestCase(
        "foreach (var x in Enumerable.Repeat(1, int.MaxValue)) foreach (var y in Enumerable.Repeat(1, int.MaxValue)) kept = 1;")]
    [TestCase("lock (new object()) new System.Threading.ManualResetEvent(false).WaitOne();")]
    [TestCase("Enumerable.Repeat(1, int.MaxValue).Count(x => { return x > 1; })")]
    public void A_cell_is_stopped_and_the_next_one_runs(string code)
    {
        notebook.Succeed("var kept = 42;");
        var running = Task.Run(() => notebook.Run("Console.Write(\"started\");\n" + code));
        Start(running);
        notebook.Interrupt();

        Assert.That(running.Wait(TimeSpan.FromSeconds(120)), Is.True);
        Assert.That((running.Result.IsInterrupted, running.Result.IsAbandoned), Is.EqualTo((true, false)));
        Assert.That(notebook.Value("var i = 0; while (i < 3) i++; kept + i * 0"), Is.EqualTo("42").Or.EqualTo("1"));
    }

    [TestCase(0)]
    [TestCase(5)]
    [TestCase(30)]
    [TestCase(80)]
    public void A_cell_is_stopped_from_the_moment_it_is_announced(int milliseconds)
    {
        notebook.Starting = () =>
        {
            if (milliseconds == 0)
                notebook.Interrupt();
            else
                Task.Delay(milliseconds).ContinueWith(_ => notebook.Interrupt(), TaskScheduler.Default);
        };
        var running = Task.Run(() => notebook.Run("var before = 1; while (true) ;"));

        Assert.That(running.Wait(TimeSpan.FromSeconds(120)), Is.True);
        Assert.That((running.Result.IsInterrupted, running.Result.IsAbandoned), Is.EqualTo((true, false)));
        notebook.Starting = () => { };
        Assert.That(notebook.Value("1 + 1"), Is.EqualTo("2"));
    }

    [Test]
    public void A_loop_of_a_loaded_file_is_stopped()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("endless.csx", "void Forever() { while (true) ; }");
        notebook.Succeed($"#load \"{path}\"");
        var running = Task.Run(() => notebook.Run("Console.Write(1); Forever();"));
        Start(running);
        notebook.Interrupt();

        Assert.That(running.Wait(TimeSpan.FromSeconds(120)) && !running.Result.IsAbandoned, Is.True);
    }

    [Test]
    public void A_loop_that_cannot_be_stopped_is_reported_and_the_next_cell_runs()
    {
        // Nothing of the notebook's own runs in it; it ends by itself some seconds later.
        const string Xs = "Enumerable.Repeat(\"x\", int.MaxValue)";
        var running = Task.Run(() => notebook.Run($"Console.Write(1); {Xs}.Concat({Xs}).Count(string.IsNullOrEmpty)"));
        Start(running);
        notebook.Interrupt();

        Assert.That(running.Wait(TimeSpan.FromSeconds(120)), Is.True);
        Assert.That(running.Result.IsAbandoned, Is.True);
        Assert.That(running.Result.Error!.Message, Does.Contain("did not stop"));
        Assert.That(notebook.Value("1 + 1"), Is.EqualTo("2"));
    }

    [Test]
    public void An_interrupt_without_a_cell_does_nothing()
    {
        notebook.Succeed("1 + 1");
        notebook.Interrupt();

        Assert.That(notebook.Value("var n = 0; for (var i = 0; i < 10; i++) n++; n"), Is.EqualTo("10"));
    }

    /// <summary>Waits until the cell itself runs: an interrupt while it compiles would prove nothing.</summary>
    private void Start(Task running)
    {
        while (notebook.Outputs.Count == 0 && !running.IsCompleted)
            Thread.Sleep(5);
        Thread.Sleep(100);
        Assert.That(running.IsCompleted, Is.False);
    }
}
