return TimeScales.Cli.CommandLine.Invoke(args);
