using LibTorch.Tests.Build;

namespace LibTorch.Tests.Docs;

/// <summary>A program on the library under test, built with the SDK and no packages; there as long as the test.</summary>
internal sealed class TemporaryProject : IDisposable
{
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
                <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{library};*.dll" />
                <Analyzer Include="{typeof(SourceGeneration.OperatorLibraryGenerator).Assembly.Location}" />
                <Analyzer Include="{typeof(SourceGeneration.CodeFix).Assembly.Location}" />
                <AdditionalFiles Include="*.schemas.txt" />
                <None Include="{Path.Combine(AppContext.BaseDirectory, "libtorch_facade.so")}" Link="libtorch_facade.so" CopyToOutputDirectory="Always" />
              </ItemGroup>
            </Project>
            """);

        // No source is asked for anything, so the network does not matter.
        Write("NuGet.config", "<configuration><packageSources><clear /></packageSources></configuration>");
    }

    public (int ExitCode, string Output) Build() =>
        DotnetCommand.Run(_folder, "build", "--output", "out", "--verbosity", "quiet", "-nologo", "-nodeReuse:false", "-property:UseSharedCompilation=false");

    public (int ExitCode, string Output) Run(params (string Name, string? Value)[] environment) =>
        DotnetCommand.Start(_folder, ChildProcess.Dotnet, [Path.Combine("out", "Program.dll")], environment);

    /// <summary>The program after the fixes for these numbers, wherever they are.</summary>
    public string Fix(params string[] numbers)
    {
        var (exitCode, output) = DotnetCommand.Run(_folder, ["format", "analyzers", "--severity", "warn", "--diagnostics", .. numbers]);
        Assert.True(exitCode == 0, output);
        return File.ReadAllText(Path.Combine(_folder, "Program.cs"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);
}
