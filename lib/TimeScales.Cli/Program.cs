using System.CommandLine;
using TimeScales.Cli;

var command = new RootCommand("Reproduces arXiv:2508.12121.")
{
    KernelCommands.Create(),
    NotebookCommands.Create(),
}.Parse(args);
var exitCode = command.Invoke();
return command.Errors.Count > 0 ? 2 : exitCode;
