namespace LibTorch.Tests.Interop;

/// <summary>The doctor in a process of its own, whose environment a test chooses.</summary>
internal static class DoctorProgram
{
    public static (int ExitCode, string Output) Run(string? libtorch = null, string? native = null, string? libraryPath = null)
    {
        var (exit, output, _) = ChildProcess.Run(
            ChildProcess.Dotnet, [Path.Combine(AppContext.BaseDirectory, "LibTorch.Tool.dll"), "doctor"], [("LIBTORCH", libtorch), ("LIBTORCH_FACADE_NATIVE", native), .. libraryPath is null ? [] : new[] { ("LD_LIBRARY_PATH", (string?)libraryPath) }]);
        return (exit, output);
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
