using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Linear cross entropy chunk by chunk. The values are among the calls in functional_calls.txt.</summary>
[Collection(ProcessWideState.Name)]
public sealed class LinearCrossEntropyTests(PythonSession python)
{
    private static readonly Version Since = new(2, 14);

    // The sums are made in another order, which rounds otherwise.
    private const double Rounding = 1e-12;

    [Theory]
    [InlineData("mean", false)]
    [InlineData("sum", false)]
    [InlineData("none", false)]
    [InlineData("mean", true)]
    public void Chunks_give_what_the_whole_gives_also_without_Pythons(string reduction, bool hasProbabilities)
    {
        Torch.ManualSeed(1);
        Tensor input = Torch.Randn([11, 5], dtype: DType.Float64, requiresGrad: true), linear = Torch.Randn([7, 5], dtype: DType.Float64, requiresGrad: true);
        Tensor bias = Torch.Randn([7], dtype: DType.Float64, requiresGrad: true), weight = Torch.Rand([7], dtype: DType.Float64);
        var target = hasProbabilities ? Torch.Rand([11, 7], dtype: DType.Float64) : Torch.Randint(7, [11]);
        var factors = Torch.Rand([reduction == "none" ? 11 : 1], dtype: DType.Float64);
        var whole = Compute(null);
        foreach (var options in new LinearCrossEntropyOptions[]
        {
            new(), new(batchChunkSize: 1), new(batchChunkSize: 4), new(chunkingMethod: null), new(chunkingMethod: "aspect_ratio:3"),
            new(accPolicy: "accurate", batchChunkSize: 3), new(accPolicy: "compact", batchChunkSize: 3, allowRetainGraph: true),
        })
        {
            // Where the caller frees what it made, what the backward pass needs stays.
            var parts = TensorScope.Run(() => Compute(options));
            foreach (var (expected, actual) in whole.Zip(parts))
            {
                Torch.Testing.AssertClose(actual, expected, rtol: Rounding, atol: Rounding);
            }
        }

        Tensor[] Compute(LinearCrossEntropyOptions? options)
        {
            var loss = Functional.LinearCrossEntropy(
                input, linear, target, bias, weight, reduction, ignoreIndex: hasProbabilities ? null : target[3].Item<long>(), options: options);
            return [loss.Detach(), .. Torch.Autograd.Grad([(loss * factors).Sum()], [input, linear, bias]).Select(gradient => gradient!)];
        }
    }

    [Fact]
    public void The_gradients_are_used_up_unless_they_are_to_be_kept()
    {
        var (input, linear, target) = (Torch.Randn(4, 3), Torch.Randn([5, 3], requiresGrad: true), Torch.Tensor([0L, 1, 4, 2]));
        var loss = Functional.LinearCrossEntropy(input, linear, target, options: new());
        loss.Backward(retainGraph: true);
        var error = Assert.Throws<TorchException>(() => loss.Backward());
        var kept = Functional.LinearCrossEntropy(input, linear, target, options: new(allowRetainGraph: true));
        kept.Backward();
        kept.Backward();
        Assert.Equal(Parity.Bits(Torch.Autograd.Grad([kept], [linear])[0]! * 3), Parity.Bits(linear.Grad!));
        var losses = Functional.LinearCrossEntropy(input, linear, target, reduction: "none", options: new()).Sum();
        losses.Backward(retainGraph: true);
        losses.Backward();
        Assert.Throws<TorchException>(() => losses.Backward());
        if (Version.Parse(Torch.Version) >= Since)
        {
            Assert.Equal(python.Error("y.backward()", """
                y = F.linear_cross_entropy(torch.randn(4, 3), torch.randn(5, 3, requires_grad=True), torch.tensor([0, 1, 4, 2]), options=torch.nn.LinearCrossEntropyOptions())
                y.backward(retain_graph=True)
                """).Message, error.Message);
        }
    }

    [Theory]
    [InlineData("acc_policy='fast'")]
    [InlineData("chunking_method='half'")]
    [InlineData("chunking_method='aspect_ratio:0'")]
    [InlineData("batch_chunk_size=0")]
    [InlineData("acc_dtype=torch.int64")]
    public void Other_options_are_refused(string option)
    {
        var error = Assert.Throws<TorchValueException>(() => option.Split('=') switch
        {
            ["acc_policy", _] => new LinearCrossEntropyOptions(accPolicy: "fast"),
            ["chunking_method", var method] => new LinearCrossEntropyOptions(chunkingMethod: method.Trim('\'')),
            ["batch_chunk_size", _] => new LinearCrossEntropyOptions(batchChunkSize: 0),
            _ => new LinearCrossEntropyOptions(accDtype: DType.Int64),
        });
        if (Version.Parse(Torch.Version) >= Since)
        {
            Assert.Equal(python.Error($"torch.nn.LinearCrossEntropyOptions({option})").Message, error.Message);
        }
    }

    [Fact]
    public void What_is_computed_at_once_all_the_same_is_warned_about()
    {
        Assert.SkipUnless(Version.Parse(Torch.Version) >= Since, $"Python has it since libtorch {Since}");
        WarningText.Same(
            python, "F.linear_cross_entropy(torch.ones(4, 5), torch.ones(7, 2, 5), torch.ones(4, 2).long(), linear_bias=torch.ones(7, 2), options=torch.nn.LinearCrossEntropyOptions())",
            () => Functional.LinearCrossEntropy(Torch.Ones(4, 5), Torch.Ones(7, 2, 5), Torch.Ones(4, 2).Long(), Torch.Ones(7, 2), options: new()));
    }
}
