using System.Runtime.Versioning;
using LibTorch.Tests.Build;
using LibTorch.Tests.Docs;
using LibTorch.Tests.Interop;

namespace LibTorch.Tests.Package;

/// <summary>Where the package has a native library for the libtorch that is there, nothing is compiled.</summary>
[Collection(PackageTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class WithoutCompilerTests(PackedFacade facade)
{
    private static readonly string[] Tools = ["c++", "g++", "gcc", "cc", "cmake", "ninja", "make"];

    [Fact]
    public void The_quick_start_calls_none()
    {
        var (variables, called) = CompilersThatFail();
        Consumer project = new(facade, QuickStart.Program);
        Assert.Equal((0, ""), project.Dotnet("build", ["--output", project.Out], variables));
        Assert.Equal((0, QuickStart.Printed), Consumer.Run(project.Out, variables));
        Assert.False(File.Exists(called), "a compiler was called");
    }

    /// <summary>The README's commands, but for the first, whose result is there already.</summary>
    [Fact]
    public void The_first_commands_of_the_README()
    {
        var blocks = new MarkdownFile("README.md").Blocks().ToList();
        var lines = blocks.First(block => block.Language == "" && block.Text.StartsWith("./build.sh pack ~/packages\n", StringComparison.Ordinal)).Text.Split('\n');
        var home = facade.NewFolder();
        Directory.CreateSymbolicLink(Path.Combine(home, "packages"), facade.Feed);
        // In place of the machine's sources of packages, which need a network.
        var users = Directory.CreateDirectory(Path.Combine(home, ".nuget/NuGet")).FullName;
        File.WriteAllText(Path.Combine(users, "NuGet.Config"), "<configuration><packageSources><clear /></packageSources></configuration>");

        var (variables, called) = CompilersThatFail();
        File.WriteAllText(Path.Combine(home, "program"), QuickStart.Program);
        var commands = $"cd && {string.Join('\n', lines[1..])}\ncp ~/program Program.cs\nprintf '%s' \"$(dotnet run)\" >~/printed";
        var (exit, output, error) = ChildProcess.Run(
            "bash", ["-euc", commands], [.. DotnetCommand.Bare, .. variables, ("HOME", home), ("NUGET_PACKAGES", null), ("DOTNET_ROOT", Consumer.DotnetRoot), ("DOTNET_CLI_HOME", home)]);
        Assert.True(exit == 0, output + error);
        Assert.Equal(QuickStart.Printed.TrimEnd('\n'), File.ReadAllText(Path.Combine(home, "printed")));
        Assert.DoesNotContain(": warning ", output + error, StringComparison.Ordinal);
        Assert.False(File.Exists(called), "a compiler was called");
    }

    [Fact]
    public void An_FSharp_script_finds_it_in_NuGets_cache()
    {
        var folder = facade.NewFolder();
        File.WriteAllText(Path.Combine(folder, "script.fsx"), $"""
            #i "nuget: {facade.Feed}"
            #r "nuget: LibTorch.Facade, {PackedFacade.Version}"
            open LibTorch

            printfn "%O" (Torch.Ones(2L))
            """);
        // Without ICU, NuGet's warnings about F#'s own languages go to the other stream.
        var (exit, output, error) = ChildProcess.Run(ChildProcess.Dotnet, ["fsi", "--quiet", "script.fsx"], [.. DotnetCommand.Bare, .. facade.Variables, ("HOME", folder)], folder);
        Assert.SkipWhen(error.Contains("error NU", StringComparison.Ordinal), $"the packages of F# cannot be had: {error}");
        Assert.Equal((0, $"{Torch.Ones(2)}\n"), (exit, output));
    }

    [Fact]
    public void One_that_fits_is_enough_and_any_other_libtorch_has_one_compiled()
    {
        CompilerStandIn compiler = new(facade, PackedFacade.NativeLibrary);
        Assert.Equal((0, "", ""), compiler.BuildIfNeeded());
        using var same = WithPlainNames(new StandInLibTorch().Version(Torch.Version));
        Assert.Equal((0, "", ""), compiler.BuildIfNeeded(("LIBTORCH", same.Root)));
        Assert.Equal(0, compiler.Compilations);

        // Its headers are asked for now.
        using var newer = WithPlainNames(new StandInLibTorch().Version("9.1.2"));
        using var oldStrings = WithPlainNames(new StandInLibTorch(newStrings: !StandInLibTorch.Native.NewStrings).Version(Torch.Version));
        foreach (var other in new[] { newer, oldStrings })
        {
            Assert.Equal((1, "", $"LIBTORCH={other.Root} is not a libtorch: no include/ATen/ATen.h in it\n"), compiler.BuildIfNeeded(("LIBTORCH", other.Root)));
            Directory.CreateDirectory(Path.Combine(other.Root, "include/ATen"));
            File.WriteAllText(Path.Combine(other.Root, "include/ATen/ATen.h"), "");
            Assert.Equal(0, compiler.BuildIfNeeded(("LIBTORCH", other.Root)).ExitCode);
        }

        Assert.Equal(2, compiler.Compilations);
    }

    // Those that a compiler is given, which an unzipped libtorch has.
    private static StandInLibTorch WithPlainNames(StandInLibTorch libtorch)
    {
        foreach (var plain in new[] { "libc10.so", "libtorch_cpu.so" }.Where(name => !File.Exists(Path.Combine(libtorch.Lib, name))))
        {
            File.CreateSymbolicLink(Path.Combine(libtorch.Lib, plain), libtorch.Library(plain));
        }

        return libtorch;
    }

    // A PATH on which compilers leave a trace and fail; and the file with the trace.
    private ((string Name, string? Value)[] Variables, string Called) CompilersThatFail()
    {
        CompilerStandIn compiler = new(facade, "/dev/null");
        var called = Path.Combine(facade.NewFolder(), "called");
        foreach (var tool in Tools)
        {
            compiler.Replace(tool, $"echo {tool} >>'{called}'; exit 1");
        }

        return ([.. compiler.Variables, ("XDG_DATA_HOME", Path.Combine(Path.GetDirectoryName(called)!, "data"))], called);
    }
}
