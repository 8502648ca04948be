using System.Diagnostics;
using System.Runtime.Versioning;
using TimeScales.Tests.Notebooks;

namespace TimeScales.Tests.Cli;

/// <summary>Completion in the shells themselves, where they are installed.</summary>
[Platform("Unix")]
[UnsupportedOSPlatform("windows")]
internal sealed class CompletionTests
{
    // What each shell does between the key and the list: the words so far, then the function that the script defines.
    private const string Bash = """
        source <(reproduce completion bash)
        COMP_LINE="$PROGRAM $LINE" COMP_POINT=$(( ${#PROGRAM} + 1 + ${#LINE} ))
        read -ra COMP_WORDS <<<"$COMP_LINE"
        case "$LINE" in *" ") COMP_WORDS+=("") ;; esac
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
        _reproduce
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    private const string Zsh = """
        source <(reproduce completion zsh)
        compadd() { print -rl -- "${(@M)${(@P)2}:#${words[CURRENT]}*}" }
        words=($PROGRAM ${=LINE})
        case "$LINE" in *" ") words+=("") ;; esac
        CURRENT=${#words}
        _reproduce
        """;

    private const string Fish = """
        reproduce completion fish | source
        complete -C "$PROGRAM $LINE"
        """;

    private const string PowerShell = """
        reproduce completion powershell | Out-String | Invoke-Expression
        $line = "$env:PROGRAM $env:LINE"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        """;

    [TestCase("run eff", "effective-rates")]
    [TestCase("comp", "completion")]
    [TestCase("run effective-rates --pro", "--protocol")]
    [TestCase("run effective-rates --protocol ", "corrected", "published")]
    [TestCase("run analogies --cell plain-m", "plain-momentum")]
    [TestCase("run anisotropy --task narma", "narma10", "narma20")]
    [TestCase("run learned --preset s", "smoke")]
    public void A_shell_completes_commands_options_and_names(string line, params string[] wanted)
    {
        foreach (var (shell, script) in new[] { ("bash", Bash), ("zsh", Zsh), ("fish", Fish), ("pwsh", PowerShell) })
        {
            foreach (var program in shell == "fish" ? ["reproduce"] : new[] { "reproduce", "./reproduce" })
            {
                if (Completions(shell, script, program, line) is { } found)
                    Assert.That(found, Is.EquivalentTo(wanted), $"{shell}, {program} {line}");
            }
        }
    }

    [Test]
    public void An_unknown_shell_is_named_with_those_that_are_known()
    {
        var (code, _, error) = Reproduce.Run("completion", "tcsh");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain("'tcsh'").And.Contain("powershell"));
    }

    /// <summary>What PowerShell's completer asks for, also on a machine without it: the line under the program's own name, and its
    /// length.</summary>
    [Test]
    public void Powershell_hands_the_line_over_as_the_program_expects_it()
    {
        Assert.That(Reproduce.Run("completion", "powershell").Output, Does.Contain("\"[suggest:$($line.Length)]\" $line"));
        Assert.That(Notebooks.Cli.Run("[suggest:17]", "reproduce run eff").Output.Trim(), Is.EqualTo("effective-rates"));
    }

    private static string[]? Completions(string shell, string script, string program, string line)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("reproduce", $"#!/bin/sh\nexec dotnet '{Notebooks.Cli.ProgramPath}' \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(shell, ["-c", script]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        (start.Environment["PROGRAM"], start.Environment["LINE"]) = (program, line);
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output.Length == 0 ? throw new InvalidOperationException($"{shell}: {error.Result}") : output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            TestContext.Out.WriteLine($"{shell} is not installed.");
            return null;
        }
    }
}
