namespace LibTorch.Tool.Parity;

/// <summary>Runs both sides of a pair, with the same seed, threads, print options and libtorch.</summary>
/// <param name="examples">The program with the notebooks.</param>
/// <param name="seed">The seed of both sides' random numbers.</param>
/// <param name="threads">The number of threads for each side.</param>
internal sealed class PairRun(string? examples, long seed, int threads) : IDisposable
{
    private static readonly string Files = Path.Combine(AppContext.BaseDirectory, "Parity", "Script");

    private readonly string _output = TemporaryFolder();

    private readonly Dictionary<string, string> _environment = new()
    {
        ["LTF_PARITY_SEED"] = $"{seed}",
        ["LTF_PARITY_LIBTORCH"] = Torch.LibraryPath,
        ["OMP_NUM_THREADS"] = $"{threads}",
        ["MKL_NUM_THREADS"] = $"{threads}",
        ["PYTHONDONTWRITEBYTECODE"] = "1",
        ["PYTHONUTF8"] = "1",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    // Debian's Python, because another one earlier on the PATH may not have torch.
    private static string Python => Environment.GetEnvironmentVariable("PYTHON") is { Length: > 0 } chosen ? chosen : "/usr/bin/python3";

    /// <summary>Checks that Python can run twins at all.</summary>
    /// <exception cref="CannotRunException">Python has no torch, or uses another libtorch.</exception>
    public void CheckPython()
    {
        using var check = StartPython();
        var (exit, _, error) = check.End();
        if (exit != 0)
        {
            throw new CannotRunException($"{error.Trim()} ({Python}). Python is $PYTHON, or else /usr/bin/python3.");
        }
    }

    /// <summary>Runs both sides and returns their outputs.</summary>
    /// <exception cref="ScriptFailedException">The script does not compile.</exception>
    public (Transcript CSharp, Transcript Python) Run(Pair pair)
    {
        // Python is starting while the script is compiled.
        using var twin = StartPython(pair.Python);
        using var program = Child.Start(Child.DotNet, pair.IsNotebook ? [examples!, "transcript", pair.CSharp] : [Compile(pair)], _environment);
        var csharp = Written(pair.IsNotebook ? pair.Name : pair.CSharp, program.End());
        return (csharp, Written(pair.Python, twin.End()));
    }

    public void Dispose() => Directory.Delete(_output, recursive: true);

    private static string TemporaryFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("libtorch-parity-").FullName;
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"there is no room for what is compiled: {Path.GetTempPath()} cannot be written to");
        }
    }

    private Child StartPython(params string[] twin) => Child.Start(Python, [Path.Combine(Files, "prelude.py"), .. twin], _environment);

    private string Compile(Pair pair)
    {
        var folder = Path.Combine(_output, pair.Name);
        string[] arguments =
        [
            "build", pair.CSharp, "--output", folder, "--verbosity", "quiet", "-nologo",
            "-p:Configuration=Release", "-p:PublishAot=false", "-p:UseSharedCompilation=false",
            $"-p:CustomAfterMicrosoftCommonTargets={Path.Combine(Files, "script.targets")}", $"-p:FacadeFolder={AppContext.BaseDirectory}",
        ];
        using var compiler = Child.Start(Child.DotNet, arguments, _environment);
        var (exit, output, error) = compiler.End();
        return exit == 0
            ? Path.ChangeExtension(Directory.GetFiles(folder, "*.runtimeconfig.json").Single(), null)[..^".runtimeconfig".Length] + ".dll"
            : throw new ScriptFailedException($"{pair.CSharp} does not compile:\n{Indented(output + error)}");
    }

    private static Transcript Written(string file, (int ExitCode, string Output, string Error) run)
    {
        var text = run.Output.TrimEnd('\n');
        return run.ExitCode == 0
            ? new Transcript(text.Split('\n'), null)
            : new Transcript(text.Length == 0 ? [] : text.Split('\n'), $"{file} ended with exit code {run.ExitCode}:\n{Indented(run.Error)}");
    }

    private static string Indented(string text) => string.Join('\n', text.Trim().Split('\n').Distinct().Select(line => "    " + line));
}
