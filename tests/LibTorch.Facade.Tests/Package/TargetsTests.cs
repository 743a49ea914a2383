using System.Runtime.Versioning;

namespace LibTorch.Tests.Package;

/// <summary>When the package's targets build the native library, and what its properties do.</summary>
[Collection(PackageTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class TargetsTests(PackedFacade facade)
{
    private const string Always = "-property:LibTorchFacadeBuild=true";
    private const string Wrong = "/nonexistent";

    /// <summary>With LTF_PACKAGE=full the real compiler does.</summary>
    [Fact]
    public void A_build_compiles_it_and_the_next_does_not()
    {
        CompilerStandIn compiler = new(facade, PackedFacade.NativeLibrary);
        var variables = PackedFacade.Full ? [.. compiler.Variables.Where(variable => variable.Name != "PATH")] : compiler.Variables;
        Consumer project = new(facade, QuickStart.Program);
        for (var i = 0; i < 2; i++)
        {
            var (exit, log) = project.Dotnet("build", ["--output", project.Out, "--verbosity", "minimal", Always], variables);
            Assert.True(exit == 0, log);
            Assert.Equal(i == 0, log.Contains("LibTorch.Facade: compiling the native library for libtorch ", StringComparison.Ordinal));
            Assert.Equal((0, QuickStart.Printed), Consumer.Run(project.Out));
        }

        // A project of the same user finds it there, in a folder that it may choose.
        Consumer another = new(facade, QuickStart.Program, $"<PropertyGroup><LibTorchFacadeCache>{compiler.Cache}/libtorch-facade</LibTorchFacadeCache></PropertyGroup>");
        Assert.Equal((0, ""), another.Dotnet("build", ["--output", another.Out, Always], [.. variables, ("XDG_CACHE_HOME", "/dev/null")]));
        Assert.Equal((0, QuickStart.Printed), Consumer.Run(another.Out));
    }

    [Fact]
    public void Restoring_and_editing_need_none()
    {
        Consumer project = new(facade, QuickStart.Program);
        Assert.Equal((0, ""), project.Dotnet("restore", [], Without));
        Assert.Equal((0, ""), project.Dotnet("build", ["--no-restore", "-property:DesignTimeBuild=true"], Without));
    }

    [Fact]
    public void What_is_wrong_is_one_error()
    {
        Consumer project = new(facade, QuickStart.Program);
        Assert.Equal(0, project.Dotnet("restore", []).ExitCode);
        Assert.Equal($"LTF101: The native library cannot be built: LIBTORCH={Wrong} is not a libtorch: no lib/libtorch_cpu.so and no include/ATen/ATen.h in it", Error(project, ""));
        Assert.Equal($"LTF101: The native library cannot be built: LIBTORCH=/else;where is not a libtorch: no lib/libtorch_cpu.so and no include/ATen/ATen.h in it", Error(project, "-property:LibTorch=/else%3Bwhere"));
        Assert.Equal($"LTF102: There is no {Wrong}, which the property LibTorchFacadeLibrary names.", Error(project, $"-property:LibTorchFacadeLibrary={Wrong}"));
        Assert.Matches("^LTF103: The native library can only be compiled for linux-.* here, not for linux-bionic-x86. Name one ", Error(project, "-property:RuntimeIdentifier=linux-bionic-x86"));
    }

    [Fact]
    public void A_project_for_an_older_framework_is_told_which_one_to_write()
    {
        // Without the framework's own packages, which would have to be downloaded.
        const string Bare = "<PropertyGroup><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences><UseAppHost>false</UseAppHost></PropertyGroup>";
        Consumer project = new(facade, QuickStart.Program, Bare, "net8.0");
        var (exit, log) = project.Dotnet("build", []);
        Assert.Equal(1, exit);
        Assert.Equal(
            "LTF104: LibTorch.Facade is for net9.0 and newer, and this project is for net8.0. Write <TargetFramework>net10.0</TargetFramework> into Program.csproj.",
            OnlyError(log));
    }

    [Fact]
    public void It_can_be_switched_off()
    {
        Consumer project = new(facade, QuickStart.Program, """<ItemGroup><PackageReference Update="LibTorch.Facade" ExcludeAssets="native" /></ItemGroup>""");
        Assert.Equal((0, ""), project.Dotnet("build", ["--output", project.Out, "-property:LibTorchFacadeBuild=false"], Without));
        Assert.Empty(Directory.GetFiles(project.Out, "libtorch_facade*.so", SearchOption.AllDirectories));
        var (exit, output) = Consumer.Run(project.Out);
        Assert.NotEqual(0, exit);
        Assert.Contains("To mend it: dotnet build, which builds the native library for the libtorch on this machine", output, StringComparison.Ordinal);
    }

    private static (string Name, string? Value)[] Without => [("LIBTORCH", Wrong)];

    // The one error that preparing the native library ends with.
    private static string Error(Consumer project, string option)
    {
        var (exit, log) = project.Dotnet("msbuild", ["-target:AssignTargetPaths", .. option.Length == 0 ? [] : new[] { option }], Without);
        Assert.True(exit == 1 && log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count() == 1, log);
        return OnlyError(log);
    }

    private static string OnlyError(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(lines.Count == 1, log);
        var (start, end) = (lines[0].IndexOf("error ", StringComparison.Ordinal) + "error ".Length, lines[0].LastIndexOf(" [", StringComparison.Ordinal));
        return lines[0][start..end];
    }
}
