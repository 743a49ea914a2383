using LibTorch.NN;

namespace LibTorch.Tests.Autograd.FromTorchSharp;

/// <summary>What switches the recording of the graph on and off: RequiresGrad, the grad mode, and inference mode.</summary>
public sealed class RecordingTests(PythonSession python)
{
    private const string Head = "x = torch.linspace(-1, 1, 6).reshape(2, 3).requires_grad_()\n";

    private readonly Tensor _x = Torch.Linspace(-1, 1, 6).Reshape(2, 3).RequiresGrad_();

    [Fact]
    public void RequiresGrad_can_be_switched_on_and_off()
    {
        using var x = Torch.Ones(10, 10);
        Assert.False(x.RequiresGrad);
        x.RequiresGrad = true;
        Assert.True(x.RequiresGrad);
        Assert.True((x * 2).RequiresGrad);
        x.RequiresGrad = false;
        Assert.False(x.RequiresGrad);
        Assert.False((x * 2).RequiresGrad);
    }

    [Fact]
    public void An_integer_tensor_cannot_require_grad() =>
        Parity.SameError(python, "torch.tensor(1, requires_grad=True)", () => Torch.Tensor(1L, requiresGrad: true));

    [Fact]
    public void NoGrad_records_no_graph_and_EnableGrad_does()
    {
        using (Torch.NoGrad())
        {
            NoWayBack("torch.no_grad()");
        }

        using (Torch.EnableGrad())
        {
            WayBack("torch.enable_grad()");
        }
    }

    [Fact]
    public void SetGradEnabled_switches_recording_on_and_off()
    {
        using (Torch.SetGradEnabled(false))
        {
            NoWayBack("torch.set_grad_enabled(False)");
        }

        using (Torch.SetGradEnabled(true))
        {
            WayBack("torch.set_grad_enabled(True)");
        }
    }

    [Fact]
    public void Inference_mode_is_on_in_its_block_only()
    {
        Assert.False(Torch.IsInferenceModeEnabled());
        using (Torch.InferenceMode())
        {
            Assert.True(Torch.IsInferenceModeEnabled());
            Assert.False((_x * 2).RequiresGrad);
        }

        Assert.False(Torch.IsInferenceModeEnabled());
        Assert.True((_x * 2).RequiresGrad);
    }

    [Fact]
    public void A_parameter_transposed_in_place_under_no_grad_is_transposed_in_its_module()
    {
        using var layer = new Linear(3, 2);
        var weight = layer.GetParameter("weight");
        Parity.SameError(python, "nn.Linear(3, 2).weight.transpose_(0, 1)", () => weight.Transpose_(0, 1));
        using (Torch.NoGrad())
        {
            weight.Transpose_(0, 1);
        }

        const string Setup = """
            l = nn.Linear(3, 2)
            with torch.no_grad(): l.weight.transpose_(0, 1)
            """;
        foreach (var tensor in new[] { weight, layer.GetParameter("weight"), layer.Weight })
        {
            Assert.Equal(
                python.Eval("[list(l.weight.shape), l.weight.requires_grad, l.weight.is_leaf]", Setup),
                $"[[{string.Join(", ", tensor.Shape.ToArray())}], {tensor.RequiresGrad}, {tensor.IsLeaf}]");
        }
    }

    private void NoWayBack(string mode)
    {
        Assert.False(Torch.IsGradEnabled());
        var sum = _x.Sum();
        Parity.SameError(python, "s.backward()", () => sum.Backward(), Head + $"with {mode}: s = x.sum()");
        Assert.Null(_x.Grad);
    }

    private void WayBack(string mode)
    {
        Assert.True(Torch.IsGradEnabled());
        _x.Sum().Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + $"with {mode}: x.sum().backward()");
    }
}
