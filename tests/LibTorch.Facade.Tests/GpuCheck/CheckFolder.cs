using LibTorch.Tests.Build;

namespace LibTorch.Tests.GpuCheck;

/// <summary>The folder that ./build.sh gpu-check makes, and one run of its script on the CPU with the native library at hand.</summary>
public sealed class CheckFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-gpu-check-").FullName;
    private readonly Lazy<(int ExitCode, string Output)> _run;

    public CheckFolder()
    {
        Folder = Path.Combine(_folder, "check");
        Out = Path.Combine(_folder, "out");
        (Made, _, Log) = Shell.Run($"./build.sh gpu-check '{Folder}'");
        _run = new(() => Script(["--device", "cpu", "--quick", "--shim", Shim, "--out", Out, .. Patient]));
    }

    /// <summary>A run of tests has the machine do much else.</summary>
    public static string[] Patient { get; } = ["--patience", "30", "--seconds", "6000"];

    /// <summary>The native library that the tests use.</summary>
    public static string Shim { get; } = Path.Combine(AppContext.BaseDirectory, "libtorch_facade.so");

    public string Folder { get; }

    /// <summary>Where the run left its results.</summary>
    public string Out { get; }

    /// <summary>How making it ended.</summary>
    public int Made { get; }

    public string Log { get; }

    /// <summary>How the one run ended, and all it printed.</summary>
    public (int ExitCode, string Output) Run => _run.Value;

    /// <summary>A folder of a test's own.</summary>
    public string Fresh(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <summary>Runs the script, as on another machine.</summary>
    public (int ExitCode, string Output) Script(params string[] arguments) => Start("check.sh", arguments);

    /// <summary>Runs the program itself.</summary>
    public (int ExitCode, string Output) Program(params string[] arguments) => Start("LibTorch.GpuCheck", arguments);

    /// <summary>The same with other variables of the environment.</summary>
    public (int ExitCode, string Output) Program((string Name, string? Value)[] environment, params string[] arguments) =>
        Start("LibTorch.GpuCheck", arguments, environment);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (int ExitCode, string Output) Start(string program, string[] arguments, (string Name, string? Value)[]? environment = null)
    {
        // A package that cannot be had here is none of the folder's faults.
        Assert.SkipWhen(Log.Contains("error NU", StringComparison.Ordinal), $"the compiler's packages cannot be had: {Log}");
        var (exit, output, error) = ChildProcess.Run(
            Path.Combine(Folder, program), arguments, [("PYTHON", PythonSession.Interpreter), ("LIBTORCH_FACADE_NATIVE", Shim), .. environment ?? []]);
        return (exit, output + error);
    }
}
