namespace LibTorch.Tests.Interop;

/// <summary>The doctor in a process of its own, whose environment a test chooses.</summary>
internal static class DoctorProgram
{
    /// <summary>A folder for caches in which there is none.</summary>
    public const string NoCache = "/nonexistent";

    /// <param name="libtorch">LIBTORCH.</param>
    /// <param name="native">LIBTORCH_FACADE_NATIVE.</param>
    /// <param name="libraryPath">LD_LIBRARY_PATH, where it is another one.</param>
    /// <param name="folder">Where the program lies; beside the tests without.</param>
    /// <param name="cache">Where the user's caches are.</param>
    public static (int ExitCode, string Output) Run(string? libtorch = null, string? native = null, string? libraryPath = null, string? folder = null, string cache = NoCache)
    {
        var (exit, output, _) = ChildProcess.Run(
            ChildProcess.Dotnet,
            [Path.Combine(folder ?? AppContext.BaseDirectory, "LibTorch.Tool.dll"), "doctor"],
            [("LIBTORCH", libtorch), ("LIBTORCH_FACADE_NATIVE", native), ("XDG_CACHE_HOME", cache), .. libraryPath is null ? [] : new[] { ("LD_LIBRARY_PATH", (string?)libraryPath) }]);
        return (exit, output);
    }

    /// <summary>The program without a native library, in a folder of its own.</summary>
    public static void CopyTo(string folder)
    {
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "LibTorch.*").Concat(Directory.GetFiles(AppContext.BaseDirectory, "S*.dll")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    /// <summary>What is said where nothing can be loaded; the exit code has to say so too.</summary>
    public static string Problem(string? libtorch = null, string? native = null)
    {
        var (exit, output) = Run(libtorch, native);
        Assert.Equal(1, exit);
        Assert.Contains("libtorch could not be loaded. Tried:", output, StringComparison.Ordinal);
        return output;
    }
}
