using System.Reflection;

namespace TimeScales.Cli;

/// <summary>Which libtorch this build restored.</summary>
internal static class OptionalPackages
{
    /// <summary>core, full or cuda: the value of TIMESCALES_PACKAGES when it was built.</summary>
    public static string Edition { get; } =
        typeof(OptionalPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "Packages").Value!;
}
