using LibTorch.NN;
using LibTorch.Optim;
using static LibTorch.Tests.Autograd.FromTorchSharp.SampleNets;
using F = LibTorch.NN.Functional;

namespace LibTorch.Tests.Autograd.FromTorchSharp;

/// <summary>Gradients of modules' parameters.</summary>
public sealed class ModuleGradientTests(PythonSession python)
{
    private const string Loss = "F.mse_loss(n(x), y, reduction='sum')";

    [Fact]
    public void A_Sequential_and_its_input_get_gradients()
    {
        using Sequential net = new(("lin1", new Linear(6, 4)), ("relu1", new ReLU()), ("lin2", new Linear(4, 2)));
        Same(net, "nn.Sequential(OrderedDict(lin1=nn.Linear(6, 4), relu1=nn.ReLU(), lin2=nn.Linear(4, 2)))", "from collections import OrderedDict\n");
    }

    [Fact]
    public void Layers_of_a_module_with_a_Sequential_get_gradients()
    {
        using var net = new Derived();
        Same(net, "Derived()");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Layers_that_are_not_called_get_no_gradients(bool isShort)
    {
        using var net = new Branching(isShort);
        Same(net, $"Branching({isShort})");
    }

    [Fact]
    public void An_in_place_activation_gives_the_same_gradients()
    {
        using Sequential net = [new Unflatten(1, [1, 2, 3]), new Conv2d(1, 2, 2), new ReLU(inplace: true), new Flatten(), new Linear(4, 4), new ReLU(inplace: true), new Linear(4, 2)];
        Same(net, "nn.Sequential(nn.Unflatten(1, (1, 2, 3)), nn.Conv2d(1, 2, 2), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(4, 4), nn.ReLU(inplace=True), nn.Linear(4, 2))");
    }

    [Fact]
    public void Gradients_have_the_shapes_of_their_parameters()
    {
        // A bias of one row for an output of three, and a row that scales the input.
        using var scale = Torch.Linspace(0.25, 0.35, 6).Reshape(1, 6).RequiresGrad_();
        using var weight = Torch.Linspace(300, -1, 6).Reshape(1, 6).RequiresGrad_();
        using var bias = Torch.Full([1, 1], 373.8864, dtype: DType.Float32, requiresGrad: true);
        var prediction = F.Linear(Torch.Cat([X.Detach()], 1) * scale, weight, bias);
        new MSELoss().Call(prediction, Y.Detach()[.., ..1]).Backward();
        Parity.Same(python, "[s.grad, w.grad, b.grad]", [scale.Grad!, weight.Grad!, bias.Grad!], SampleNets.Python + """
            s = torch.linspace(.25, .35, 6).reshape(1, 6).requires_grad_()
            w = torch.linspace(300, -1, 6).reshape(1, 6).requires_grad_()
            b = torch.full((1, 1), 373.8864, requires_grad=True)
            F.mse_loss(F.linear(torch.cat([x.detach()], 1) * s, w, b), y.detach()[:, :1]).backward()
            """);
    }

    [Fact]
    public void ZeroGrad_removes_gradients_or_sets_them_to_zero()
    {
        using var net = Evenly(new Mixed());
        GoBack(net);
        net.ZeroGrad(setToNone: true);
        Assert.All(net.Parameters(), parameter => Assert.Null(parameter.Grad));
        GoBack(net);
        net.ZeroGrad(setToNone: false);
        Parity.Same(
            python, "[p.grad for p in n.parameters()]", net.Parameters().Select(parameter => parameter.Grad!),
            SampleNets.Python + $"n = evenly(Mixed()); {Loss}.backward(); n.zero_grad(set_to_none=False)");
    }

    [Fact]
    public void A_converted_modules_gradients_are_converted_too()
    {
        // TorchSharp's test moves to another device and back; the dtype goes the same way, and a second pass adds to what is there.
        using var net = Evenly(new Mixed());
        GoBack(net);
        net.Double();
        new MSELoss("sum").Call(net.Call(X.Detach().Double()), Y.Detach().Double()).Backward();
        Parity.Same(
            python, "[p.grad for p in n.parameters()]", net.Parameters().Select(parameter => parameter.Grad!),
            SampleNets.Python + $"n = evenly(Mixed()); {Loss}.backward(); n.double(); F.mse_loss(n(x.detach().double()), y.detach().double(), reduction='sum').backward()");
    }

    [Fact]
    public void An_optimizers_tensors_have_the_modules_gradients()
    {
        using var net = Evenly(new Mixed());
        var optimizer = new Adam(net.Parameters());
        optimizer.ZeroGrad();
        GoBack(net);
        var computed = net.Parameters().Select(parameter => Parity.Bits(parameter.Grad!)).ToList();
        optimizer.Step();
        Assert.Equal(computed, optimizer.ParamGroups[0].Params.Select(parameter => Parity.Bits(parameter.Grad!)));
        Parity.Same(
            python, "[p.grad for p in o.param_groups[0]['params']] + list(n.parameters())", [.. optimizer.ParamGroups[0].Params.Select(parameter => parameter.Grad!), .. net.Parameters()],
            SampleNets.Python + $"n = evenly(Mixed()); o = torch.optim.Adam(n.parameters()); {Loss}.backward(); o.step()");
    }

    [Fact]
    public void A_state_detached_in_place_cuts_the_graph()
    {
        using var cell = Evenly(new GRUCell(6, 2));
        var state = Torch.Zeros(3, 2);
        for (var i = 0; i < 3; i++)
        {
            state.Detach_();
            state = cell.Call(X.Detach(), state);
            state.Sum().Backward();
        }

        const string Setup = SampleNets.Python + """
            c = evenly(nn.GRUCell(6, 2)); s = torch.zeros(3, 2)
            for i in range(3): s = c(x.detach(), s.detach_()); s.sum().backward()
            """;
        Parity.Same(python, "[s, *(p.grad for p in c.parameters())]", [state, .. cell.Parameters().Select(parameter => parameter.Grad!)], Setup);
        Assert.Equal(python.Eval("len(list(c.named_parameters()))", Setup), $"{cell.NamedParameters().Count}");
        Parity.SameError(python, "c(x.detach(), s).sum().backward()", () => cell.Call(X.Detach(), state).Sum().Backward(), Setup);
    }

    private static void GoBack(Module<Tensor, Tensor> net) => new MSELoss("sum").Call(net.Call(X), Y).Backward();

    private void Same(Module<Tensor, Tensor> net, string twin, string imports = "")
    {
        Evenly(net);
        using var x = X;
        using var y = Y;
        var loss = new MSELoss("sum").Call(net.Call(x), y);
        net.ZeroGrad(setToNone: true);
        loss.Backward();
        var setup = SampleNets.Python + imports + $"n = evenly({twin}); l = F.mse_loss(n(x), y, reduction='sum'); n.zero_grad(set_to_none=True); l.backward()";
        Assert.Equal(python.Eval("[p.grad is not None for p in n.parameters()]", setup), $"[{string.Join(", ", net.Parameters().Select(parameter => parameter.Grad is not null))}]");
        Parity.Same(
            python, "[l, x.grad, y.grad] + [p.grad for p in n.parameters() if p.grad is not None]",
            [loss, x.Grad!, y.Grad!, .. net.Parameters().Select(parameter => parameter.Grad).OfType<Tensor>()], setup);
    }
}
