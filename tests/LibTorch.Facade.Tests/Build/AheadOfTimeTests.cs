namespace LibTorch.Tests.Build;

/// <summary>A program that is compiled ahead of time, as an application would publish it.</summary>
public sealed class AheadOfTimeTests : IDisposable
{
    private const string Program = """
        using LibTorch;

        var x = Torch.Arange(4.0, requiresGrad: true);
        x.RegisterHook(grad => grad + 1);
        Torch.Dot(x, x).Backward();
        Console.WriteLine(x.Grad);

        var y = x.Detach();
        var products = Torch.Func.Vmap((Pair pair) => pair.Left * pair.Right);
        Console.WriteLine(products(new Pair(y, y)));

        try
        {
            x.Add(Torch.Ones(3));
        }
        catch (TorchException error)
        {
            Console.WriteLine(error.Message);
        }

        internal sealed record Pair(Tensor Left, Tensor Right);

        """;

    // Machines have this release's compiler more often than the current one's.
    private const string Framework = "net9.0";

    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-ahead-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_runs_and_holds_only_what_it_uses()
    {
        File.WriteAllText(Path.Combine(_folder, "Program.cs"), Program);
        File.WriteAllText(Path.Combine(_folder, "Program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{Framework}</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
                <PublishAot>true</PublishAot>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{Repository.PathOf("src/Facade/LibTorch.Facade.csproj")}" />
              </ItemGroup>
            </Project>
            """);
        var (published, log) = DotnetCommand.Run(
            _folder, "publish", "--output", "out", "--use-current-runtime", "--verbosity", "quiet", "-nologo", "-nodeReuse:false",
            "-property:UseSharedCompilation=false", "-property:RunAnalyzers=false",
            $"-property:FacadeFramework={Framework}", $"-property:ArtifactsPath={Path.Combine(_folder, "artifacts")}");
        Assert.SkipWhen(log.Contains("error NU", StringComparison.Ordinal), $"the compiler's packages cannot be had: {log}");
        Assert.True(published == 0 && log.Trim().Length == 0, log);

        var program = Path.Combine(_folder, "out", "Program");
        Assert.Equal(
            (0, """
                tensor([1., 3., 5., 7.])
                tensor([0., 1., 4., 9.])
                The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 0

                """),
            DotnetCommand.Start(_folder, program));

        Assert.InRange(new FileInfo(program).Length, 1, 6_000_000);
        var symbols = File.ReadAllBytes(program + ".dbg");
        Assert.True(symbols.AsSpan().IndexOf("LibTorch_Tensor__Dot"u8) >= 0);
        Assert.True(symbols.AsSpan().IndexOf("LibTorch_Tensor__Cholesky"u8) < 0);
    }
}
