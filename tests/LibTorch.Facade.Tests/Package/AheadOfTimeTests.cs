namespace LibTorch.Tests.Package;

/// <summary>A program that is compiled ahead of time, as an application would publish it.</summary>
[Collection(PackageTests.Name)]
public sealed class AheadOfTimeTests(PackedFacade facade)
{
    private const string Program = """
        using LibTorch;
        using LibTorch.NN;
        using LibTorch.Optim;
        using LibTorch.Utils.Data;

        var x = Torch.Arange(4.0, requiresGrad: true);
        x.RegisterHook(grad => grad + 1);
        Torch.Dot(x, x).Backward();
        Console.WriteLine(x.Grad);

        var y = x.Detach();
        var products = Torch.Func.Vmap((Pair pair) => pair.Left * pair.Right);
        Console.WriteLine(products(new Pair(y, y)));

        try
        {
            _ = x.Add(Torch.Ones(3));
        }
        catch (TorchException error)
        {
            Console.WriteLine(error.Message);
        }

        // Members are found, copied and computed from others without reflection.
        var net = new Net();
        var optimizer = new SGD(net.Parameters(), lr: 0.5);
        foreach (var (inputs, targets) in DataLoader.Create(TensorDataset.Create(Torch.Ones(4, 2), Torch.Zeros(4, 1)), batchSize: 2))
        {
            optimizer.ZeroGrad();
            Functional.MseLoss(net.Call(inputs), targets).Backward();
            optimizer.Step();
        }

        Utils.Parametrizations.WeightNorm(net.Out);
        var copy = (Net)net.DeepCopy();
        Console.WriteLine(string.Join(" ", copy.StateDict().Keys));
        Console.WriteLine($"{copy.Out == net.Out} {copy.Call(Torch.Ones(2)).Equal(net.Call(Torch.Ones(2)))}");

        internal sealed partial class Net : Module<Tensor, Tensor>
        {
            private readonly Linear _fc1 = new(2, 3);

            public Linear Out { get; } = new(3, 1);

            public override Tensor Forward(Tensor input) => Out.Call(_fc1.Call(input).Tanh());
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
                fc1.weight fc1.bias out.bias out.parametrizations.weight.original0 out.parametrizations.weight.original1
                False True

                """),
            Consumer.Run(project.Out));

        Assert.InRange(new FileInfo(program).Length, 1, 6_000_000);
        var symbols = File.ReadAllBytes(program + ".dbg");
        Assert.True(symbols.AsSpan().IndexOf("LibTorch_Tensor__Dot"u8) >= 0);
        Assert.True(symbols.AsSpan().IndexOf("LibTorch_Tensor__Cholesky"u8) < 0);
    }
}
