using System.CommandLine;

namespace TimeScales.Cli;

/// <summary><c>reproduce completion</c>: what a shell needs to complete commands, options and names.</summary>
internal static class CompletionCommand
{
    // Each hands the line up to the cursor to the program itself, under the program's own name, whatever path it was called by.
    private static readonly (string Shell, string Script)[] Scripts =
    [
        ("bash", """
            _reproduce() {
                local line=${COMP_LINE:0:COMP_POINT} IFS=$'\n'
                line="reproduce${line#"${COMP_WORDS[0]}"}"
                COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _reproduce reproduce
            """),
        ("zsh", """
            _reproduce() {
                local line="reproduce ${(j: :)${(@)words[2,CURRENT]}}"
                local -a found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
                compadd -a found || _files
            }
            (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
            compdef _reproduce reproduce
            """),
        ("fish", """
            function __reproduce_complete
                set -l words (commandline -opc) (commandline -ct)
                set -l line reproduce\ (string join ' ' -- $words[2..-1])
                set -l found ($words[1] "[suggest:"(string length -- $line)"]" $line 2>/dev/null)
                if set -q found[1]
                    printf '%s\n' $found
                else
                    __fish_complete_path (commandline -ct)
                end
            end
            complete -c reproduce -f -a '(__reproduce_complete)'
            """),
        ("powershell", """
            Register-ArgumentCompleter -Native -CommandName reproduce, reproduce.cmd, ./reproduce, .\reproduce.cmd -ScriptBlock {
                param($word, $ast, $cursor)
                $program = $ast.CommandElements[0].Extent.Text
                $line = 'reproduce' + $ast.Extent.Text.Substring($program.Length)
                if ($word -eq '') { $line = $line.TrimEnd() + ' ' }
                & $program "[suggest:$($line.Length)]" $line 2>$null | Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """),
    ];

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or powershell" };
        shell.AcceptOnlyFromAmong([.. Scripts.Select(s => s.Shell)]);
        var command = new Command("completion", """
            Print what a shell needs to complete commands, options and names.
              bash, zsh:   source <(./reproduce completion bash)
              fish:        ./reproduce completion fish | source
              PowerShell:  ./reproduce completion powershell | Out-String | Invoke-Expression
            """) { shell };
        command.SetAction(parsed =>
        {
            Console.WriteLine(Scripts.First(s => s.Shell == parsed.GetValue(shell)).Script);
            return CommandLine.Success;
        });
        return command;
    }
}
