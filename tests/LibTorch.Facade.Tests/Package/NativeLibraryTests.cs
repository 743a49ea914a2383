using System.Runtime.Versioning;
using LibTorch.Tests.Build;

namespace LibTorch.Tests.Package;

/// <summary>The package compiles the native library once for each libtorch, and says what keeps it from that.</summary>
[Collection(PackageTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class NativeLibraryTests(PackedFacade facade)
{
    [Fact]
    public async Task Builds_at_the_same_time_compile_once_and_later_ones_never()
    {
        CompilerStandIn compiler = new(facade, PackedFacade.NativeLibrary);
        var cancel = TestContext.Current.CancellationToken;
        var builds = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => compiler.Build(), cancel)));
        var library = Assert.Single(builds.Append(compiler.Build()).Distinct());
        Assert.Equal((0, ""), (library.ExitCode, library.Error));
        Assert.StartsWith(compiler.Cache + "/libtorch-facade/", library.Library, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(PackedFacade.NativeLibrary, cancel), await File.ReadAllBytesAsync(library.Library, cancel));
        Assert.Equal(1, compiler.Compilations);

        // What the compiler left behind is two hundred times as large.
        Assert.Equal([".lock", "libtorch_facade.so"], Directory.GetFileSystemEntries(Path.GetDirectoryName(library.Library)!).Select(Path.GetFileName).Order());
    }

    // dotnet run shows nothing of a build.
    [Fact]
    public void That_it_compiles_is_said_on_the_terminal()
    {
        CompilerStandIn compiler = new(facade, PackedFacade.NativeLibrary);
        Assert.Matches("^LibTorch.Facade: compiling the native library for libtorch .*, once; it takes a minute or two\r?\n$", compiler.BuildOnTerminal());
        Assert.Equal("", compiler.BuildOnTerminal());
    }

    [Fact]
    public void Each_libtorch_and_each_compiler_has_its_own()
    {
        CompilerStandIn compiler = new(facade, "/dev/null");
        string[] libraries = [LibTorch("2.6.0"), LibTorch("2.7.1")];
        var paths = libraries.Select(libtorch => compiler.Build(("LIBTORCH", libtorch)).Library).ToList();
        compiler.Replace("c++", "echo another");
        paths.Add(compiler.Build(("LIBTORCH", libraries[0])).Library);
        Assert.Equal(3, paths.Distinct().Count(File.Exists));
        Assert.Equal(["2.6.0", "2.7.1", "2.6.0"], paths.Select(path => Path.GetFileName(Path.GetDirectoryName(path))!.Split('-')[0]));
    }

    [Fact]
    public void What_is_missing_is_the_command_that_installs_it()
    {
        CompilerStandIn compiler = new(facade, "/dev/null");
        foreach (var tool in new[] { "c++", "cmake", "ninja" })
        {
            compiler.Remove(tool);
        }

        Assert.Equal((1, "", "apt-get install -y --no-install-recommends g++ cmake ninja-build installs what is missing\n"), compiler.Build(("LIBTORCH", LibTorch("2.6.0"))));
    }

    [Fact]
    public void A_libtorch_that_will_not_do_is_told_apart()
    {
        CompilerStandIn compiler = new(facade, "/dev/null");
        Assert.Equal("LIBTORCH=/nonexistent is not a libtorch: no lib/libtorch_cpu.so and no include/ATen/ATen.h in it\n", compiler.Build(("LIBTORCH", "/nonexistent")).Error);
        var old = LibTorch("1.12.1");
        Assert.Equal($"libtorch 1.12.1 in {old}/lib is too old: 1.13 or newer is needed\n", compiler.Build(("LIBTORCH", old)).Error);
        Directory.Delete(Path.Combine(old, "include"), recursive: true);
        Assert.Equal($"LIBTORCH={old} is not a libtorch: no include/ATen/ATen.h in it\n", compiler.Build(("LIBTORCH", old)).Error);
        Assert.Equal(0, compiler.Compilations);
    }

    [Fact]
    public void What_does_not_compile_is_told_with_its_log_and_tried_again()
    {
        CompilerStandIn compiler = new(facade, "/dev/null");
        compiler.Replace("cmake", """
            [[ $1 == --build ]] || { touch "$6/build.ninja"; exit; }
            echo one; echo 'x.cpp:1: error: no such thing'; exit 1
            """);
        var libtorch = LibTorch("2.6.0");
        for (var i = 0; i < 2; i++)
        {
            var (exit, library, error) = compiler.Build(("LIBTORCH", libtorch));
            Assert.Equal((1, ""), (exit, library));
            Assert.Matches("^Compiling native failed, /.*/build.log has it all: x.cpp:1: error: no such thing\n$", error);
            Assert.StartsWith("one\n", File.ReadAllText(error.Split(' ')[3]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_cache_that_cannot_be_written_to()
    {
        CompilerStandIn compiler = new(facade, "/dev/null");
        var libtorch = LibTorch("2.6.0");
        Assert.Equal(
            (1, "", "/dev/null/libtorch-facade cannot be written to; the property LibTorchFacadeCache names another folder\n"),
            compiler.Build(("LIBTORCH", libtorch), ("XDG_CACHE_HOME", "/dev/null")));
        Assert.Equal(
            (1, "", "HOME is not set, so the property LibTorchFacadeCache has to name a folder to build in\n"),
            compiler.Build(("LIBTORCH", libtorch), ("XDG_CACHE_HOME", "relative"), ("HOME", null)));
    }

    // A library that somebody else put there would be loaded into the program.
    [Theory]
    [InlineData("chmod 777 $folder", "others can write to {0}")]
    [InlineData("chmod 775 $folder; chgrp daemon $folder", "others can write to {0}")]
    [InlineData("chmod 777 $cache", "others can write to {1}")]
    [InlineData("chown daemon $folder", "{0} belongs to daemon")]
    [InlineData("chown daemon $cache", "{1} belongs to daemon")]
    [InlineData("chown daemon $folder/libtorch_facade.so", "{0}/libtorch_facade.so belongs to daemon")]
    [InlineData("chmod 666 $folder/libtorch_facade.so", "others can write to {0}/libtorch_facade.so")]
    [InlineData("mv $folder/libtorch_facade.so $cache/x.so; ln -s $cache/x.so $folder/libtorch_facade.so", "{0}/libtorch_facade.so is a link")]
    [InlineData("rm $folder/*.so $folder/.lock; ln -s $cache/mine $folder/.lock", "{0}/.lock is a link")]
    [InlineData("mv $folder $cache/x; ln -s $cache/x $folder", "{0} is a link")]
    public void A_cache_that_others_can_write_to_is_not_used(string done, string said)
    {
        Assert.SkipWhen(!Environment.IsPrivilegedProcess && done.Contains("daemon", StringComparison.Ordinal), "only root gives files to others");
        CompilerStandIn compiler = new(facade, PackedFacade.NativeLibrary);
        var libtorch = ("LIBTORCH", LibTorch("2.6.0"));
        var folder = Path.GetDirectoryName(compiler.Build(libtorch).Library)!;
        var cache = Path.GetDirectoryName(folder)!;
        File.WriteAllText(Path.Combine(cache, "mine"), "mine");
        Assert.Equal(0, Shell.Run($"cache='{cache}'; folder='{folder}'; {done}").ExitCode);
        var expected = string.Format(null, said, folder, cache);
        Assert.Equal((1, "", $"{expected}; the property LibTorchFacadeCache names another folder\n"), compiler.Build(libtorch));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(cache, "mine")));
    }

    [Fact]
    public void A_cache_in_a_folder_as_tmp_is_used()
    {
        CompilerStandIn compiler = new(facade, PackedFacade.NativeLibrary);
        var libtorch = ("LIBTORCH", LibTorch("2.6.0"));
        Directory.CreateDirectory(Path.Combine(compiler.Cache, "libtorch-facade"));
        Assert.Equal(0, Shell.Run($"chmod 1777 '{compiler.Cache}/libtorch-facade'").ExitCode);
        Assert.Equal(0, compiler.Build(libtorch).ExitCode);
    }

    // As much of one as is looked at before something is compiled.
    private string LibTorch(string version)
    {
        var root = facade.NewFolder();
        foreach (var file in new[] { "lib/libtorch_cpu.so", "lib/libc10.so", "include/ATen/ATen.h" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
            File.WriteAllText(Path.Combine(root, file), "");
        }

        File.WriteAllText(Path.Combine(root, "build-version"), version);
        return root;
    }
}
