using System.Text.RegularExpressions;
using LibTorch.Tests.Build;

namespace LibTorch.Tests.Package;

/// <summary>A project that has the package, and nothing of this checkout.</summary>
internal sealed partial class Consumer
{
    private static readonly string[] Options =
        ["--verbosity", "quiet", "-nologo", "-nodeReuse:false", "-terminalLogger:off", "-property:UseSharedCompilation=false"];

    private readonly PackedFacade _facade;

    /// <param name="facade">The package.</param>
    /// <param name="program">Its source.</param>
    /// <param name="properties">Properties beyond the usual, and items behind them.</param>
    /// <param name="framework">What it is for.</param>
    /// <param name="sdk">What is behind Microsoft.NET.Sdk.</param>
    /// <param name="language">How its files end.</param>
    /// <param name="name">Its name.</param>
    public Consumer(
        PackedFacade facade, string program, string properties = "", string framework = "net10.0", string sdk = "", string language = "cs", string name = "Program")
    {
        _facade = facade;
        Folder = facade.NewFolder();
        Write("Program." + language, program);
        Project = Path.Combine(Folder, $"{name}.{language}proj");
        File.WriteAllText(Project, $"""
            <Project Sdk="Microsoft.NET.Sdk{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
                <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="LibTorch.Facade" Version="{PackedFacade.Version}" />
                <Compile Include="*.fs" />
              </ItemGroup>
              {properties}
            </Project>
            """);
    }

    public string Folder { get; }

    public string Project { get; }

    /// <summary>Where its commands leave the program.</summary>
    public string Out => Path.Combine(Folder, "out");

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    /// <summary>Builds it without a word.</summary>
    public void Build(params string[] options) => Quietly("build", options);

    /// <summary>Publishes it without a word: no warning of the compiler's, the trimmer's or the one for native code.</summary>
    public void Publish(params string[] options) => Quietly("publish", options);

    /// <summary>One of the SDK's commands, and what it says beyond that all is well.</summary>
    public (int ExitCode, string Output) Dotnet(string command, string[] options, params (string Name, string? Value)[] variables)
    {
        // Without a terminal, which the package's script would write to.
        var (exit, log) = DotnetCommand.Start(Folder, "setsid", ["--wait", ChildProcess.Dotnet, command, .. Options, .. options], [.. _facade.Variables, .. variables]);
        return (exit, AllIsWell().Replace(log, ""));
    }

    /// <summary>Runs the program, which may have been moved.</summary>
    public static (int ExitCode, string Output) Run(string folder, params (string Name, string? Value)[] variables) =>
        DotnetCommand.Start("/", Path.Combine(folder, "Program"), [], [("DOTNET_ROOT", DotnetRoot), .. variables]);

    /// <summary>Where the runtime is that the tests run on.</summary>
    public static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));

    private void Quietly(string command, string[] options)
    {
        var (exit, log) = Dotnet(command, ["--output", Out, .. options]);
        Assert.SkipWhen(log.Contains("error NU", StringComparison.Ordinal), $"the packages of the SDK cannot be had: {log}");
        Assert.True(exit == 0 && log.Trim().Length == 0, log);
    }

    [GeneratedRegex(@"\nBuild succeeded\.\n +0 Warning\(s\)\n +0 Error\(s\)\n\nTime Elapsed .*\n")]
    private static partial Regex AllIsWell();
}
