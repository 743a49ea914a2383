using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LibTorch.Tests.Build;

/// <summary>A trimmed program keeps of the facade what it uses.</summary>
/// <remarks>The trimmer itself is run, as <c>PublishTrimmed</c> does, but not on the framework: so nothing has to be downloaded for it.</remarks>
public sealed class TrimmedTests : IDisposable
{
    private const string Program = """
        using System;
        using LibTorch;

        var x = Torch.Arange(4.0, requiresGrad: true);
        var y = 2 * Torch.Dot(x, x);
        y.Backward();
        Console.WriteLine(x.Grad);
        """;

    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly string Facade = typeof(Tensor).Assembly.Location;

    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-trimmed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_runs_and_is_much_smaller()
    {
        var program = Compile();
        var (trimmed, messages) = Run([Trimmer(), "-a", program, "entrypoint", "-reference", Facade, .. Settings]);
        Assert.True(trimmed == 0 && messages.Length == 0, messages);

        var facade = Path.Combine(_folder, "out", "LibTorch.Facade.dll");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "libtorch_facade.so"), Path.Combine(_folder, "out", "libtorch_facade.so"));
        var settings = Path.ChangeExtension(typeof(TrimmedTests).Assembly.Location, ".runtimeconfig.json");
        Assert.Equal((0, "tensor([ 0.,  4.,  8., 12.])\n"), Run("exec", "--runtimeconfig", settings, Path.Combine(_folder, "out", "Program.dll")));

        var (small, whole) = (new FileInfo(facade).Length, new FileInfo(Facade).Length);
        Assert.True(small < whole / 5, $"{small} of {whole} bytes are left");
        Assert.Contains("Dot", Methods(facade));
        Assert.DoesNotContain("Cholesky", Methods(facade));
        Assert.Contains("Cholesky", Methods(Facade));
    }

    [Fact]
    public void The_trimmer_finds_nothing_wrong_with_the_whole()
    {
        Assert.Equal((0, ""), Run([Trimmer(), "-a", Facade, "all", .. Settings]));
    }

    [Fact]
    public void The_whole_stays_below_6_MB() => Assert.InRange(new FileInfo(Facade).Length, 1, 6_000_000);

    private string Compile()
    {
        var path = Path.Combine(_folder, "Program.dll");
        var references = Directory.GetFiles(Framework, "System*.dll").Where(file => !file.Contains(".Native.", StringComparison.Ordinal)).Append(Facade);
        var compiled = CSharpCompilation.Create(
            "Program",
            [CSharpSyntaxTree.ParseText(Program, cancellationToken: TestContext.Current.CancellationToken)],
            references.Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication)).Emit(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(compiled.Success, string.Join('\n', compiled.Diagnostics));
        return path;
    }

    private string[] Settings =>
    [
        "-d", Framework, "-out", Path.Combine(_folder, "out"),
        "--trim-mode", "skip", "--action", "skip", "--action", "link", "Program", "--action", "link", "LibTorch.Facade", "--warnaserror",
        "--feature", "System.StartupHookProvider.IsSupported", "false",
        "--feature", "System.Resources.ResourceManager.AllowCustomResourceTypes", "false",
        "--feature", "System.Runtime.InteropServices.EnableConsumingManagedCodeFromNativeHosting", "false",
    ];

    // Restored with the facade, which says of itself that it can be trimmed.
    private static string Trimmer()
    {
        var packages = typeof(TrimmedTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "NuGetPackageRoot").Value!;
        var package = Path.Combine(packages, "microsoft.net.illink.tasks");
        var found = Directory.Exists(package) ? Directory.GetFiles(package, "illink.dll", SearchOption.AllDirectories).Max() : null;
        Assert.SkipWhen(found is null, $"the trimmer, package Microsoft.NET.ILLink.Tasks, is not in {packages}");
        return found!;
    }

    private static HashSet<string> Methods(string assembly)
    {
        using PEReader file = new(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.MethodDefinitions.Select(method => metadata.GetString(metadata.GetMethodDefinition(method).Name))];
    }

    private (int Exit, string Output) Run(params string[] arguments) => DotnetCommand.Run(_folder, arguments);
}
