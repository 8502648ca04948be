@rem Builds what has changed and runs the command line, where there is no bash: reproduce run effective-rates
@dotnet run -c Release --project "%~dp0lib\TimeScales.Cli" -- %*
