namespace LibTorch.Tests.Autograd;

/// <summary>Checkpoints against the same computation without, and against Python.</summary>
[Collection(ProcessWideState.Name)]
public sealed class CheckpointTests(PythonSession python)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void test_checkpoint_basic(bool reentrant)
    {
        using var x = Torch.Tensor(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }, requiresGrad: true);
        using var w = Torch.Tensor(new[,] { { 0.5, -1.0 }, { 2.0, 0.25 } }, requiresGrad: true);
        var runs = 0;
        var result = Torch.Utils.Checkpoint(
            inputs =>
            {
                runs++;
                return [inputs[0].Matmul(inputs[1]).Tanh().Exp()];
            },
            [x, w],
            reentrant)[0];
        Assert.Equal(1, runs);
        result.Pow(2).Sum().Backward();
        Assert.Equal(2, runs);
        var setup = $"""
            from torch.utils.checkpoint import checkpoint
            x = torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64, requires_grad=True)
            w = torch.tensor([[.5, -1.], [2., .25]], dtype=torch.float64, requires_grad=True)
            out = checkpoint(lambda a, b: (a @ b).tanh().exp(), x, w, use_reentrant={reentrant})
            (out ** 2).sum().backward()
            """;
        Parity.Same(python, "[out, x.grad, w.grad]", [result, x.Grad!, w.Grad!], setup);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void test_checkpoint_rng_cpu(bool reentrant, bool preserve)
    {
        Torch.ManualSeed(7);
        using var x = Torch.Ones(50, requiresGrad: true);
        var result = Torch.Utils.Checkpoint(input => Torch.Dropout(input, 0.5, true) * input, x, reentrant, preserve);
        result.Sum().Backward();
        var setup = $"""
            from torch.utils.checkpoint import checkpoint
            torch.manual_seed(7)
            x = torch.ones(50, requires_grad=True)
            out = checkpoint(lambda a: torch.dropout(a, .5, True) * a, x, use_reentrant={reentrant}, preserve_rng_state={preserve})
            out.sum().backward()
            """;
        Parity.Same(python, "[out, x.grad, torch.rand(3)]", [result, x.Grad!, Torch.Rand(3)], setup);
    }

    [Fact]
    public void test_checkpointing_without_reentrant_with_grad_and_inputs()
    {
        using var x = Torch.Tensor([1.0, 2.0], requiresGrad: true);
        var grad = Torch.Autograd.Grad(Torch.Utils.Checkpoint(input => input.Exp().Sin(), x).Sum(), x);
        const string Setup = """
            from torch.utils.checkpoint import checkpoint
            x = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)
            """;
        Parity.Same(python, "torch.autograd.grad(checkpoint(lambda a: a.exp().sin(), x, use_reentrant=False).sum(), x)[0]", grad, Setup);
        Parity.SameError(
            python,
            "torch.autograd.grad(checkpoint(lambda a: a.exp().sin(), x, use_reentrant=True).sum(), x)",
            () => Torch.Autograd.Grad(Torch.Utils.Checkpoint(input => input.Exp().Sin(), x, useReentrant: true).Sum(), x),
            Setup);
    }

    [Fact]
    public void test_checkpoint_nested_and_retained()
    {
        using var x = Torch.Tensor([0.5, 1.5], requiresGrad: true);
        var result = Torch.Utils.Checkpoint(outer => Torch.Utils.Checkpoint(inner => inner.Exp().Sin(), outer.Cos()).Exp(), x).Sum();
        result.Backward(retainGraph: true);
        var once = x.Grad!.ToArray<double>();
        var plain = Torch.Autograd.Grad(x.Cos().Exp().Sin().Exp().Sum(), x).ToArray<double>();
        Assert.Equal(plain, once);
        result.Backward();
        Assert.Equal(plain.Select(value => 2 * value), x.Grad!.ToArray<double>());
    }

    [Fact]
    public void test_checkpoint_detects_another_number_of_tensors()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        var runs = 0;
        var result = Torch.Utils.Checkpoint(input => runs++ == 0 ? input.Exp() : input.Exp().Sin(), x);
        var error = Assert.Throws<TorchException>(() => result.Sum().Backward());
        Assert.StartsWith("torch.utils.checkpoint: A different number of tensors was saved during the original forward and recomputation.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void test_checkpoint_detects_other_metadata()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        var runs = 0;
        var result = Torch.Utils.Checkpoint(input => runs++ == 0 ? input.Exp().Sum() : Torch.Cat([input, input]).Detach().RequiresGrad_().Exp().Sum(), x);
        var error = Assert.Throws<TorchException>(() => result.Backward());
        Assert.Contains("'shape': torch.Size([2])", error.Message, StringComparison.Ordinal);
        Assert.Contains("'shape': torch.Size([4])", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void test_checkpoint_gives_the_exception_of_its_function(bool reentrant)
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        var runs = 0;
        var result = Torch.Utils.Checkpoint(input => runs++ == 0 ? input.Exp() : throw new InvalidDataException(), x, reentrant);
        Assert.Throws<InvalidDataException>(() => result.Sum().Backward());
        Assert.Throws<InvalidDataException>(() => Torch.Utils.Checkpoint(_ => throw new InvalidDataException(), x, reentrant));
    }

    [Fact]
    public void test_rng_state_round_trip()
    {
        var state = Torch.GetRngState();
        var first = Torch.Rand(5).ToArray<float>();
        Torch.SetRngState(state);
        Assert.Equal(first, Torch.Rand(5).ToArray<float>());
        Torch.ManualSeed(3);
        Parity.Same(python, "torch.get_rng_state()", Torch.GetRngState(), "torch.manual_seed(3)");
        Parity.SameError(python, "torch.set_rng_state(torch.zeros(3, dtype=torch.uint8))", () => Torch.SetRngState(Torch.Zeros(3, dtype: DType.UInt8)));
    }
}
