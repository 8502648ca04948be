using System.CommandLine;
using TimeScales.Cli;

return new RootCommand("Reproduces arXiv:2508.12121.")
{
    KernelCommands.Create(),
}.Parse(args).Invoke();
