using System.IO.Compression;
using System.Reflection;
using LibTorch.Tests.Build;

namespace LibTorch.Tests.Package;

/// <summary>The package, made once, with a NuGet cache that is empty and sources that have nothing else.</summary>
/// <remarks>
/// The SDK's own packages, as for publishing, come from where this machine's builds keep theirs.
/// </remarks>
public sealed class PackedFacade : IDisposable
{
    public const string Version = "0.1.0";

    /// <summary>Whether all is wanted that takes minutes.</summary>
    public static readonly bool Full = Environment.GetEnvironmentVariable("LTF_PACKAGE") == "full";

    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-package-").FullName;
    private readonly string _problem;

    public PackedFacade()
    {
        var (exit, output, error) = Shell.Run($"./build.sh pack '{Feed}'");
        _problem = exit == 0 ? "" : output + error;
        (Said, SaidToPeople) = (output, error);
        if (exit != 0)
        {
            return;
        }

        ZipFile.ExtractToDirectory(File, Extracted);
        FillFallback();
        System.IO.File.WriteAllText(Path.Combine(_folder, "NuGet.config"), $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{Feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{Path.Combine(_folder, "machine")}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>The native library of this program.</summary>
    public static string NativeLibrary { get; } = Path.Combine(AppContext.BaseDirectory, "libtorch_facade.so");

    /// <summary>The folder of the package's file, and of the symbols'.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    public string File => Path.Combine(Feed, $"LibTorch.Facade.{Version}.nupkg");

    /// <summary>What is in it.</summary>
    public string Extracted => Path.Combine(_folder, "extracted");

    /// <summary>What the command wrote to its standard output.</summary>
    public string Said { get; }

    /// <summary>What it wrote to its standard error.</summary>
    public string SaidToPeople { get; }

    /// <summary>The native library in it, which is for this machine's libtorch.</summary>
    public string PackagedNative => Packaged("libtorch_facade-*.so");

    /// <summary>The one beside it, for many processes.</summary>
    public string PackagedC10d => Packaged("libtorch_facade_c10d-*.so");

    private string Packaged(string pattern) => Directory.GetFiles(Path.Combine(Extracted, "runtimes/linux-x64/native"), pattern).Single();

    /// <summary>What a project's commands are run with.</summary>
    public (string Name, string? Value)[] Variables =>
    [
        ("NUGET_PACKAGES", Path.Combine(_folder, "packages")),
        // Where file-based programs are built.
        ("XDG_DATA_HOME", Path.Combine(_folder, "data")),
        // Nothing that this user's builds have compiled is to be found.
        ("XDG_CACHE_HOME", Path.Combine(_folder, "cache")),
    ];

    /// <summary>An empty folder that sees the package.</summary>
    public string NewFolder()
    {
        Assert.SkipWhen(_problem.Contains("error NU", StringComparison.Ordinal), $"the packages to build it with cannot be had: {_problem}");
        Assert.True(_problem.Length == 0, _problem);
        return Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Links to what this machine has already, without an older package of this name.
    private void FillFallback()
    {
        Fetch();
        var root = typeof(PackedFacade).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "NuGetPackageRoot").Value!;
        var machine = Directory.CreateDirectory(Path.Combine(_folder, "machine")).FullName;
        foreach (var package in Directory.GetDirectories(root).Where(folder => Path.GetFileName(folder) != "libtorch.facade"))
        {
            Directory.CreateSymbolicLink(Path.Combine(machine, Path.GetFileName(package)), package);
        }
    }

    // What publishing takes, into this machine's own cache, as any project would have it; what cannot be had, the tests name.
    private static void Fetch()
    {
        var folder = Directory.CreateTempSubdirectory("libtorch-fetch-").FullName;
        System.IO.File.WriteAllText(Path.Combine(folder, "Fetch.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <PublishTrimmed>true</PublishTrimmed>
                <TargetFrameworks>net10.0;net9.0</TargetFrameworks>
                <PublishAot Condition="'$(TargetFramework)' == 'net9.0'">true</PublishAot>
                <PublishReadyToRun Condition="'$(TargetFramework)' == 'net10.0'">true</PublishReadyToRun>
                <SelfContained>true</SelfContained>
              </PropertyGroup>
            </Project>
            """);
        DotnetCommand.Run(folder, "restore", "--use-current-runtime", "--verbosity", "quiet");
        Directory.Delete(folder, recursive: true);
    }
}
