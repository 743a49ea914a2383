using System.Diagnostics;

namespace LibTorch.Tests.Docs;

/// <summary>A program on the library under test, built with the SDK and no packages; there as long as the test.</summary>
internal sealed class TemporaryProject : IDisposable
{
    // Far more than a busy machine needs; a build that hangs is to end the test, not to hold it up for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-facade-docs-").FullName;

    /// <param name="program">The program's source.</param>
    /// <param name="files">What else lies beside it, by name.</param>
    public TemporaryProject(string program, params ReadOnlySpan<(string Name, byte[] Content)> files)
    {
        foreach (var (name, content) in files)
        {
            File.WriteAllBytes(Path.Combine(_folder, name), content);
        }

        var library = typeof(Tensor).Assembly.Location;
        Write("Program.cs", program);
        Write("Program.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{library}" />
                <Analyzer Include="{typeof(SourceGeneration.OperatorLibraryGenerator).Assembly.Location}" />
                <AdditionalFiles Include="*.schemas.txt" />
                <None Include="{Path.Combine(AppContext.BaseDirectory, "libtorch_facade.so")}" Link="libtorch_facade.so" CopyToOutputDirectory="Always" />
              </ItemGroup>
            </Project>
            """);

        // No source is asked for anything, so the network does not matter.
        Write("NuGet.config", "<configuration><packageSources><clear /></packageSources></configuration>");
    }

    public (int ExitCode, string Output) Build() =>
        DotNet("build", "--output", "out", "--verbosity", "quiet", "-nologo", "-nodeReuse:false", "-property:UseSharedCompilation=false");

    public (int ExitCode, string Output) Run() => DotNet(Path.Combine("out", "Program.dll"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    private (int ExitCode, string Output) DotNet(params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // A bare Debian has no ICU.
                ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
                ["DOTNET_NOLOGO"] = "1",
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"dotnet {arguments[0]} did not end within {Patience}.");
        }

        return (process.ExitCode, output.Result + error.Result);
    }
}
