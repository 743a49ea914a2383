namespace LibTorch.Tests.Package;

/// <summary>A program that is compiled ahead of time, as an application would publish it.</summary>
[Collection(PackageTests.Name)]
public sealed class AheadOfTimeTests(PackedFacade facade)
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

    [Fact]
    public void It_runs_and_holds_only_what_it_uses()
    {
        Consumer project = new(facade, Program, "<PropertyGroup><PublishAot>true</PublishAot></PropertyGroup>", Framework);
        project.Publish("--use-current-runtime");
        var program = Path.Combine(project.Out, "Program");
        Assert.Equal(
            (0, """
                tensor([1., 3., 5., 7.])
                tensor([0., 1., 4., 9.])
                The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 0

                """),
            Consumer.Run(project.Out));

        Assert.InRange(new FileInfo(program).Length, 1, 6_000_000);
        var symbols = File.ReadAllBytes(program + ".dbg");
        Assert.True(symbols.AsSpan().IndexOf("LibTorch_Tensor__Dot"u8) >= 0);
        Assert.True(symbols.AsSpan().IndexOf("LibTorch_Tensor__Cholesky"u8) < 0);
    }
}
