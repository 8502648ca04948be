using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;
using NUnit.Framework;

namespace TimeScales.Tests.Notebooks;

/// <summary>A library, one that it depends on, and a native one, made on the spot.</summary>
internal static class SampleLibrary
{
    public static void Build(string folder)
    {
        Compile(folder, "Second", "public class Second { public int Value => 41; }");
        Compile(folder, "First", """
            public static class First
            {
                public static Second Create() => new();
                [System.Runtime.InteropServices.DllImport("sample")] static extern int SystemNative_GetPid();
                public static int Pid() => SystemNative_GetPid();
            }
            """, "Second");
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var native = Directory.GetFiles(framework, "libSystem.Native.*")
            .Single(file => Path.GetExtension(file) is ".so" or ".dylib");
        var nativeFolder = Directory.CreateDirectory(Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier,
            "native"));
        File.Copy(native, Path.Combine(nativeFolder.FullName, "libsample" + Path.GetExtension(native)));
    }

    public static void Compile(string folder, string name, string code, params string[] dependencies)
    {
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal));
        var references = dependencies.Select(dependency => Path.Combine(folder, dependency + ".dll"))
            .Concat(framework).Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary);
        var result = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(code)], references, options)
            .Emit(Path.Combine(folder, name + ".dll"));
        Assert.That(result.Success, Is.True, () => string.Join('\n', result.Diagnostics));
    }
}
