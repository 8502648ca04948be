using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TimeScales.Kernel.Jupyter;

/// <summary>The kernel as a process.</summary>
public static class KernelHost
{
    /// <summary>Serves the front end that wrote a connection file until it asks for the end or is gone.</summary>
    /// <param name="connectionFile">The file's path.</param>
    /// <returns>The process's exit code: 0, or 2 when the file cannot be used, which is said on standard error.</returns>
    public static int Run(string connectionFile)
    {
        ConnectionFile connection;
        try
        {
            connection = ConnectionFile.Read(connectionFile);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
        using var kernel = new JupyterKernel(connection);
        // In a terminal Ctrl-C reaches every process of the group; it is meant for the cell.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            kernel.Interrupt();
        });
        EndWithParent();
        kernel.Run();
        // Threads that a cell left behind must not keep the process.
        Environment.Exit(0);
        return 0;
    }

    /// <summary>A front end that crashed cannot ask for the end.</summary>
    private static void EndWithParent()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), out var parentId) || parentId <= 1)
            return;
        new Thread(() =>
        {
            try
            {
                using var parent = Process.GetProcessById(parentId);
                parent.WaitForExit();
            }
            catch (ArgumentException)
            {
                // Gone already.
            }
            Environment.Exit(0);
        }) { IsBackground = true, Name = "watch parent" }.Start();
    }
}
