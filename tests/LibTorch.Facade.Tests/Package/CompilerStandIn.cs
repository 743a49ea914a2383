using System.Runtime.Versioning;
using LibTorch.Tests.Build;

namespace LibTorch.Tests.Package;

/// <summary>A PATH whose cmake takes a second, and then gives away a library that is there already; the real one takes minutes.</summary>
[SupportedOSPlatform("linux")]
internal sealed class CompilerStandIn
{
    private readonly string _folder;
    private readonly string _native;

    /// <param name="facade">The package, whose script is run.</param>
    /// <param name="ready">What is compiled.</param>
    public CompilerStandIn(PackedFacade facade, string ready)
    {
        _folder = facade.NewFolder();
        _native = Path.Combine(facade.Extracted, "native");
        Cache = Path.Combine(_folder, "cache");
        Directory.CreateDirectory(Tools);
        foreach (var tool in Directory.GetFiles("/usr/bin"))
        {
            File.CreateSymbolicLink(Path.Combine(Tools, Path.GetFileName(tool)), tool);
        }

        Replace("cmake", $"""
            if [[ $1 == --build ]]; then
                echo compiled >>'{Calls}'
                sleep 1
                cp '{ready}' "$2/libtorch_facade.so"
            else
                touch "$6/build.ninja"
            fi
            """);
    }

    public string Cache { get; }

    private string Tools => Path.Combine(_folder, "tools");

    private string Calls => Path.Combine(_folder, "calls");

    /// <summary>How often something was compiled.</summary>
    public int Compilations => File.Exists(Calls) ? File.ReadAllLines(Calls).Length : 0;

    /// <summary>What a build's commands are run with.</summary>
    public (string Name, string? Value)[] Variables =>
        [("PATH", Tools), ("XDG_CACHE_HOME", Cache), ("CXX", null)];

    /// <summary>Takes a tool away.</summary>
    public void Remove(string tool) => File.Delete(Path.Combine(Tools, tool));

    /// <summary>Puts a script in a tool's place.</summary>
    public void Replace(string tool, string script)
    {
        Remove(tool);
        var path = Path.Combine(Tools, tool);
        File.WriteAllText(path, $"#!/bin/bash\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs the package's script as its targets do where all is to be compiled; the library's path, or what was said.</summary>
    public (int ExitCode, string Library, string Error) Build(params (string Name, string? Value)[] variables) => Run("always", variables);

    /// <summary>Runs it as the targets do otherwise: there is no path where the package's own library will do.</summary>
    public (int ExitCode, string Library, string Error) BuildIfNeeded(params (string Name, string? Value)[] variables) => Run("", variables);

    /// <summary>All that it writes to a terminal while a build keeps its output to itself.</summary>
    public string BuildOnTerminal() => Shell.OnTerminal($"{Command("/dev/null", "always")} >/dev/null 2>&1", Variables).Output;

    private string Command(string found, string when) => $"bash '{_native}/build-for-package.sh' '{found}' '' {when}";

    private (int ExitCode, string Library, string Error) Run(string when, (string Name, string? Value)[] variables)
    {
        var found = Path.Combine(_folder, Path.GetRandomFileName());
        // Without a terminal, which it would write to.
        var (exit, _, error) = Shell.Run($"setsid --wait {Command(found, when)}", [.. Variables, .. variables]);
        return (exit, File.Exists(found) ? File.ReadAllText(found).TrimEnd('\n') : "", error);
    }
}
