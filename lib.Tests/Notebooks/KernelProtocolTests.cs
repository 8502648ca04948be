using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using NUnit.Framework.Interfaces;
using NUnit.Framework;

namespace TimeScales.Tests.Notebooks;

public sealed class KernelProtocolTests
{
    private KernelClient kernel = null!;

    /// <summary>One kernel for all tests, as a front end has it: starting one takes longer than most of them. A test that ended
    /// its kernel or failed leaves none behind.</summary>
    [SetUp]
    public void Start() => kernel ??= new KernelClient();

    [TearDown]
    public void EndWhatIsSpoiled()
    {
        if (kernel.Process.HasExited || TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
            End();
    }

    [OneTimeTearDown]
    public void End()
    {
        kernel?.Dispose();
        kernel = null!;
    }

    [Test]
    public void Every_port_is_bound_to_loopback_only()
    {
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(listener => kernel.Ports.Contains(listener.Port)).ToList();

        Assert.That(listeners.Select(listener => listener.Port), Is.EquivalentTo(kernel.Ports));
        Assert.That(listeners, Has.All.Matches<IPEndPoint>(listener => IPAddress.IsLoopback(listener.Address)));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void The_connection_file_is_closed_to_others()
    {
        File.SetUnixFileMode(kernel.ConnectionFilePath,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        kernel.Request("control", "shutdown_request");
        kernel.Process.WaitForExit();
        kernel.Start();

        Assert.That(File.GetUnixFileMode(kernel.ConnectionFilePath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void Busy_and_idle_surround_every_request_on_shell_and_control()
    {
        foreach (var channel in (string[])["shell", "control"])
        {
            var id = kernel.Send(channel, "kernel_info_request");
            Assert.That((string?)kernel.Reply(channel, id)["protocol_version"], Is.EqualTo("5.3"));
            Assert.That(kernel.Published(id).Select(message => (string?)message.Content["execution_state"]),
                Is.EqualTo(new[] { "busy", "idle" }));
        }
    }

    [Test]
    public void A_message_that_is_not_signed_wrongly_signed_or_repeated_is_refused()
    {
        kernel.Run("var runs = 0;");
        var request = new JsonObject { ["code"] = "runs++;" };
        var unsigned = kernel.Encode("execute_request", request);
        unsigned[1] = [];
        var forged = kernel.Encode("execute_request", request);
        forged[1][0] = forged[1][0] == (byte)'0' ? (byte)'1' : (byte)'0';
        var changed = kernel.Encode("execute_request", request);
        changed[5] = "{\"code\":\"runs += 100;\"}"u8.ToArray();
        var good = kernel.Encode("execute_request", request);

        foreach (var frames in (byte[][][])[unsigned, forged, changed, good, good])
            kernel.SendFrames("shell", frames);
        kernel.SendFrames("control", good);

        // The one that is right ran, once, and the kernel still answers.
        Assert.That(kernel.Value("runs"), Is.EqualTo("1"));
    }

    [Test]
    public void Cells_that_wait_behind_a_failed_one_are_aborted()
    {
        var ids = new[] { "System.Threading.Thread.Sleep(300); throw new Exception();", "var a = 1;", "a" }
            .Select(code => kernel.SendCell(code)).ToList();
        var information = kernel.Send("shell", "kernel_info_request");

        Assert.That(ids.Select(id => (string?)kernel.Reply("shell", id)["status"]),
            Is.EqualTo(new[] { "error", "aborted", "aborted" }));
        Assert.That((string?)kernel.Reply("shell", information)["status"], Is.EqualTo("ok"));
        Assert.That(kernel.Value("1 + 1"), Is.EqualTo("2"));
    }

    [Test]
    public void The_queue_goes_on_where_the_front_end_says_so()
    {
        var failing = kernel.SendCell("System.Threading.Thread.Sleep(300); throw new Exception();", stopOnError: false);
        var next = kernel.SendCell("1");

        Assert.That((string?)kernel.Reply("shell", failing)["status"], Is.EqualTo("error"));
        Assert.That((string?)kernel.Reply("shell", next)["status"], Is.EqualTo("ok"));
    }

    [TestCase("while (true) ;")]
    [TestCase("System.Threading.Thread.Sleep(-1);")]
    [TestCase("await Task.Delay(-1);")]
    public void An_interrupt_on_control_stops_the_cell_and_the_kernel_works_on(string code)
    {
        kernel.Run("var kept = 42;");
        var id = kernel.SendCell("Console.Write(1);\n" + code);
        while (kernel.Next("iopub") is { } message && (message.Type, message.Parent) != ("stream", id))
        {
            // Until the cell runs.
        }

        Assert.That((string?)kernel.Request("control", "interrupt_request")["status"], Is.EqualTo("ok"));
        Assert.That((string?)kernel.Reply("shell", id)["ename"], Is.EqualTo("Interrupted"));
        Assert.That(kernel.Value("kept"), Is.EqualTo("42"));
    }

    [Test]
    public void Ten_megabytes_arrive_whole_and_in_order()
    {
        var published = kernel.Run("for (var i = 0; i < 1_000_000; i++) Console.WriteLine($\"{i:D9}\");").Published;
        var text = string.Concat(published.Where(message => message.Type == "stream")
            .Select(message => (string?)message.Content["text"]));

        Assert.That(text, Has.Length.EqualTo(10_000_000));
        Assert.That(text, Is.EqualTo(string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"{i:D9}\n"))));
    }

    [Test]
    public void Console_input_is_asked_of_the_front_end()
    {
        var id = kernel.SendCell("Console.ReadLine() + \"!\"");
        var question = kernel.Next("stdin");
        Assert.That(question?.Type, Is.EqualTo("input_request"));
        kernel.Send("stdin", "input_reply", new JsonObject { ["value"] = "typed" });

        kernel.Reply("shell", id);
        Assert.That(kernel.Published(id).Single(message =>
            message.Type == "execute_result").Content["data"]!["text/plain"]!.ToString(), Is.EqualTo("typed!"));
    }

    [Test]
    public void A_front_end_without_input_gets_an_error_instead_of_a_cell_that_waits()
    {
        var reply = kernel.Request("shell", "execute_request",
            new JsonObject { ["code"] = "Console.ReadLine()", ["allow_stdin"] = false });

        Assert.That((string?)reply["evalue"], Does.Contain("takes no input"));
    }

    [Test]
    public void User_expressions_are_evaluated_each_for_itself()
    {
        var reply = kernel.Request("shell", "execute_request", new JsonObject
        {
            ["code"] = "var x = 20;",
            ["user_expressions"] = new JsonObject { ["good"] = "x + 1", ["bad"] = "y" },
        });

        Assert.That((string?)reply["user_expressions"]!["good"]!["data"]!["text/plain"], Is.EqualTo("21"));
        Assert.That((string?)reply["user_expressions"]!["bad"]!["status"], Is.EqualTo("error"));
    }

    [Test]
    public void A_silent_cell_publishes_nothing_and_counts_for_nothing()
    {
        int? Count() => (int?)kernel.Request("shell", "execute_request", new JsonObject { ["code"] = "1" })["execution_count"];
        var before = Count();
        var id = kernel.Send("shell", "execute_request", new JsonObject { ["code"] = "Console.Write(1); 2", ["silent"] = true });
        kernel.Reply("shell", id);

        Assert.That(kernel.Published(id).Select(message => message.Type), Is.All.EqualTo("status"));
        Assert.That(Count(), Is.EqualTo(before + 1));
    }

    [Test]
    public void Completion_counts_its_cursor_in_code_points()
    {
        // Two UTF-16 units, one code point; behind it the word to complete.
        var reply = kernel.Request("shell", "complete_request",
            new JsonObject { ["code"] = "var s = \"😀\"; Math.Sqr", ["cursor_pos"] = 21 });

        Assert.That((string?)reply["matches"]!.AsArray().Single(), Is.EqualTo("Sqrt"));
        Assert.That(((int?)reply["cursor_start"], (int?)reply["cursor_end"]), Is.EqualTo((18, 21)));
    }

    [Test]
    public void A_comm_is_closed_because_no_target_is_known()
    {
        var id = kernel.Send("shell", "comm_open",
            new JsonObject { ["comm_id"] = "c1", ["target_name"] = "none", ["data"] = new JsonObject() });

        Assert.That(kernel.Published(id).Select(message => message.Type), Is.EqualTo(new[] { "status", "comm_close", "status" }));
        Assert.That(kernel.Request("shell", "comm_info_request")["comms"]!.AsObject(), Is.Empty);
    }

    [Test]
    public void A_reply_goes_back_by_the_way_that_its_request_came()
    {
        using var peer = RawPeer.Connect(new IPEndPoint(IPAddress.Loopback, kernel.Ports[0]));
        byte[][] way = [[7], [8, 9]], request = kernel.Encode("kernel_info_request"), frames = [.. way, .. request];
        foreach (var (i, frame) in frames.Index())
            peer.WriteFrame(i < frames.Length - 1 ? RawPeer.More : RawPeer.Last, frame);

        var reply = peer.ReadMessage();

        Assert.That(reply[..2], Is.EqualTo(way));
        Assert.That((string?)JsonNode.Parse(reply[4])!["msg_type"], Is.EqualTo("kernel_info_reply"));
        Assert.That(reply[5], Is.EqualTo(request[2]), "the request's header is the reply's parent");
    }

    [Test]
    public void The_heartbeat_is_echoed() =>
        Assert.That(kernel.Heartbeat([[], "ping"u8.ToArray()]), Is.EqualTo(new[] { Array.Empty<byte>(), "ping"u8.ToArray() }));

    [TestCase("1", TestName = "Shutdown while idle")]
    [TestCase("while (true) ;", TestName = "Shutdown while a cell runs")]
    public void Shutdown_is_confirmed_and_ends_the_process(string code)
    {
        kernel.SendCell(code);
        var reply = kernel.Request("control", "shutdown_request", new JsonObject { ["restart"] = true });

        Assert.That((bool?)reply["restart"], Is.True);
        Assert.That(kernel.Process.WaitForExit(TimeSpan.FromSeconds(120)), Is.True);
        Assert.That(kernel.Process.ExitCode, Is.Zero);
    }

    [Test]
    public void A_restarted_kernel_takes_the_same_ports_and_has_forgotten_everything()
    {
        kernel.Run("var x = 1;");
        kernel.Request("control", "shutdown_request", new JsonObject { ["restart"] = true });
        kernel.Process.WaitForExit();
        kernel.Start();

        Assert.That(kernel.Run("x").Status, Is.EqualTo("error"));
        Assert.That(kernel.Value("2"), Is.EqualTo("2"));
    }
}

/// <summary>What happens before a kernel listens, or when its front end is gone.</summary>
public sealed class KernelProcessTests
{
    private static IEnumerable<TestCaseData> RefusedConnectionFiles()
    {
        TestCaseData Case(string name, string? value, string sentence)
        {
            var file = KernelClient.ConnectionFile([1, 2, 3, 4, 5]);
            file[name] = value;
            return new TestCaseData(file.ToJsonString(), sentence).SetArgDisplayNames($"{name} = {value}");
        }

        yield return Case("ip", "0.0.0.0", "'0.0.0.0' is refused");
        yield return Case("ip", "192.0.2.1", "'192.0.2.1' is refused");
        yield return Case("transport", "ipc", "transport 'ipc' is not offered");
        yield return Case("signature_scheme", "hmac-md5", "scheme 'hmac-md5' is not offered");
        yield return Case("key", "", "the key is empty");
        yield return Case("key", null, "is not a Jupyter connection file");
        yield return new TestCaseData("nothing", "is not a Jupyter connection file").SetArgDisplayNames("not JSON");
    }

    [TestCaseSource(nameof(RefusedConnectionFiles))]
    public void A_connection_file_that_cannot_be_served_is_refused_in_a_sentence(string content, string sentence)
    {
        using var folder = new TemporaryFolder();

        var result = Cli.Finish(Cli.Start(Cli.KernelPath, ["start", folder.Write("connection.json", content)]));

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1).And.One.Contains(sentence));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void The_kernel_ends_with_its_front_end()
    {
        using var frontEnd = Process.Start("sleep", ["600"]);
        using var kernel = new KernelClient(("JPY_PARENT_PID", $"{frontEnd.Id}"));
        frontEnd.Kill();

        Assert.That(kernel.Process.WaitForExit(TimeSpan.FromSeconds(120)), Is.True);
    }

    [Test]
    public void Installing_and_removing_write_and_delete_the_specification()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "share", "jupyter", "kernels", ".net-csharp", "kernel.json");

        Assert.That(Cli.Run("kernel", "install", "--prefix", folder.Path).ExitCode, Is.Zero);
        var specification = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.That(Path.IsPathRooted((string)specification["argv"]![0]!)
            && File.Exists((string)specification["argv"]![0]!), Is.True);
        Assert.That((string?)specification["argv"]![1], Is.EqualTo(Cli.KernelPath));
        Assert.That((string?)specification["interrupt_mode"], Is.EqualTo("message"));
        Assert.That(Directory.Exists((string?)specification["env"]!["DOTNET_ROOT"]), Is.True);
        Assert.That((string?)specification["language"], Is.EqualTo("csharp"));

        Assert.That(Cli.Run("kernel", "remove", "--prefix", folder.Path).ExitCode, Is.Zero);
        Assert.That(File.Exists(path), Is.False);
        Assert.That(Cli.Run("kernel", "remove", "--prefix", folder.Path).Output, Does.Contain("not installed"));
    }
}
