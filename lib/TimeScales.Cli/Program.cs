using System.CommandLine;
using TimeScales.Cli;

var root = new RootCommand("Reproduces 'Time-Scale Coupling Between States and Parameters in Recurrent Neural Networks' (arXiv:2508.12121).")
{
    RunCommand.Create(),
    ListCommand.Create(),
    DoctorCommand.Create(),
};
return CommandLine.Invoke(root, args);
