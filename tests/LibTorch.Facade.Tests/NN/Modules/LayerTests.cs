using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Layers beside Python's: text, state, what they give in training and evaluation, all gradients.</summary>
[Collection(ProcessWideState.Name)]
public sealed class LayerTests(PythonSession python)
{
    private static readonly Dictionary<string, (Func<Module> Make, string Inputs)> Layers = new()
    {
        ["Identity()"] = (() => new Identity(), "r(3)"),
        ["ReLU()"] = (() => new ReLU(), "r(3, 4)"),
        ["ReLU(inplace=True)"] = (() => new ReLU(inplace: true), "r(3, 4).exp()"),
        ["ReLU6()"] = (() => new ReLU6(), "r(3, 4) * 9"),
        ["ReLU6(True)"] = (() => new ReLU6(true), "(r(3, 4) * 9).exp()"),
        ["Sigmoid()"] = (() => new Sigmoid(), "r(3, 4)"),
        ["Tanh()"] = (() => new Tanh(), "r(3, 4)"),
        ["LogSigmoid()"] = (() => new LogSigmoid(), "r(3, 4)"),
        ["Softsign()"] = (() => new Softsign(), "r(3, 4)"),
        ["Tanhshrink()"] = (() => new Tanhshrink(), "r(3, 4)"),
        ["SiLU()"] = (() => new SiLU(), "r(3, 4)"),
        ["Mish()"] = (() => new Mish(), "r(3, 4)"),
        ["SELU()"] = (() => new SELU(), "r(3, 4)"),
        ["ELU()"] = (() => new ELU(), "r(3, 4)"),
        ["ELU(2, inplace=False)"] = (() => new ELU(2), "r(3, 4)"),
        ["ELU(0.5)"] = (() => new ELU(0.5), "r(3, 4)"),
        ["CELU(alpha=1.5)"] = (() => new CELU(1.5), "r(3, 4)"),
        ["GELU()"] = (() => new GELU(), "r(3, 4)"),
        ["GELU('tanh')"] = (() => new GELU("tanh"), "r(3, 4)"),
        ["Hardswish()"] = (() => new Hardswish(), "r(3, 4) * 4"),
        ["Hardsigmoid()"] = (() => new Hardsigmoid(), "r(3, 4) * 4"),
        ["Hardtanh()"] = (() => new Hardtanh(), "r(3, 4)"),
        ["Hardtanh(-2, 0.5)"] = (() => new Hardtanh(-2, 0.5), "r(3, 4)"),
        ["LeakyReLU()"] = (() => new LeakyReLU(), "r(3, 4)"),
        ["LeakyReLU(0.2, True)"] = (() => new LeakyReLU(0.2, true), "r(3, 4).exp()"),
        ["RReLU()"] = (() => new RReLU(), "r(3, 4)"),
        ["Softplus()"] = (() => new Softplus(), "r(3, 4)"),
        ["Softplus(2, 5.5)"] = (() => new Softplus(2, 5.5), "r(3, 4)"),
        ["Hardshrink()"] = (() => new Hardshrink(), "r(3, 4)"),
        ["Softshrink(1)"] = (() => new Softshrink(1), "r(3, 4)"),
        ["Threshold(0.1, 20)"] = (() => new Threshold(0.1, 20), "r(3, 4)"),
        ["GLU()"] = (() => new GLU(), "r(3, 4)"),
        ["Softmax(dim=1)"] = (() => new Softmax(1), "r(3, 4)"),
        ["Softmax()"] = (() => new Softmax(), "r(3, 4)"),
        ["LogSoftmax(-1)"] = (() => new LogSoftmax(-1), "r(3, 4)"),
        ["Softmin(0)"] = (() => new Softmin(0), "r(3, 4)"),
        ["Dropout()"] = (() => new Dropout(), "r(3, 40)"),
        ["Dropout(0, True)"] = (() => new Dropout(0, true), "r(3, 4).exp()"),
        ["Dropout1d(0.3)"] = (() => new Dropout1d(0.3), "r(3, 4, 5)"),
        ["Dropout2d(0.3)"] = (() => new Dropout2d(0.3), "r(3, 4, 5, 6)"),
        ["Dropout3d(0.3)"] = (() => new Dropout3d(0.3), "r(3, 4, 2, 3, 2)"),
        ["AlphaDropout()"] = (() => new AlphaDropout(), "r(3, 4)"),
        ["FeatureAlphaDropout()"] = (() => new FeatureAlphaDropout(), "r(3, 4, 5, 2)"),
        ["Flatten()"] = (() => new Flatten(), "r(3, 4, 5)"),
        ["Flatten(0, 1)"] = (() => new Flatten(0, 1), "r(3, 4, 5)"),
        ["PixelShuffle(2)"] = (() => new PixelShuffle(2), "r(1, 8, 3, 3)"),
        ["PixelUnshuffle(2)"] = (() => new PixelUnshuffle(2), "r(1, 2, 4, 4)"),
        ["ChannelShuffle(2)"] = (() => new ChannelShuffle(2), "torch.arange(36).reshape(1, 4, 3, 3)"),
        ["LocalResponseNorm(2)"] = (() => new LocalResponseNorm(2), "r(1, 4, 3, 3)"),
        ["MaxPool1d(2)"] = (() => new MaxPool1d(2), "r(2, 3, 9)"),
        ["MaxPool2d((2, 3), stride=1, padding=(1, 1))"] = (() => new MaxPool2d([2, 3], stride: 1, padding: [1, 1]), "r(2, 3, 9, 9)"),
        ["MaxPool2d(3, dilation=2, ceil_mode=True)"] = (() => new MaxPool2d(3, dilation: 2, ceilMode: true), "r(2, 3, 9, 9)"),
        ["MaxPool3d(2)"] = (() => new MaxPool3d(2), "r(2, 3, 4, 4, 4)"),
        ["AvgPool1d(2)"] = (() => new AvgPool1d(2), "r(2, 3, 9)"),
        ["AvgPool2d(3, 2, 1)"] = (() => new AvgPool2d(3, 2, 1), "r(2, 3, 9, 9)"),
        ["AvgPool2d((2, 3), count_include_pad=False, divisor_override=3)"] = (() => new AvgPool2d([2, 3], countIncludePad: false, divisorOverride: 3), "r(2, 3, 9, 9)"),
        ["AvgPool3d(2)"] = (() => new AvgPool3d(2), "r(2, 3, 4, 4, 4)"),
        ["AdaptiveAvgPool1d(2)"] = (() => new AdaptiveAvgPool1d(2), "r(2, 3, 9)"),
        ["AdaptiveAvgPool2d((2, 3))"] = (() => new AdaptiveAvgPool2d([2, 3]), "r(2, 3, 9, 9)"),
        ["AdaptiveAvgPool3d(1)"] = (() => new AdaptiveAvgPool3d(1), "r(2, 3, 4, 4, 4)"),
        ["AdaptiveMaxPool1d(2)"] = (() => new AdaptiveMaxPool1d(2), "r(2, 3, 9)"),
        ["AdaptiveMaxPool2d(2)"] = (() => new AdaptiveMaxPool2d(2), "r(2, 3, 9, 9)"),
        ["AdaptiveMaxPool3d(2)"] = (() => new AdaptiveMaxPool3d(2), "r(2, 3, 4, 4, 4)"),
        ["CosineSimilarity()"] = (() => new CosineSimilarity(), "r(3, 4), r(3, 4)"),
        ["PairwiseDistance(1, keepdim=True)"] = (() => new PairwiseDistance(1, keepdim: true), "r(3, 4), r(3, 4)"),
        ["L1Loss()"] = (() => new L1Loss(), "r(3, 4), r(3, 4)"),
        ["L1Loss(reduction='none')"] = (() => new L1Loss("none"), "r(3, 4), r(3, 4)"),
        ["MSELoss(reduction='sum')"] = (() => new MSELoss("sum"), "r(3, 4), r(3, 4)"),
        ["SmoothL1Loss(beta=0.5)"] = (() => new SmoothL1Loss(beta: 0.5), "r(3, 4), r(3, 4)"),
        ["HuberLoss(delta=0.5)"] = (() => new HuberLoss(delta: 0.5), "r(3, 4), r(3, 4)"),
        ["PoissonNLLLoss(full=True)"] = (() => new PoissonNLLLoss(full: true), "r(3, 4), r(3, 4).exp()"),
        ["GaussianNLLLoss()"] = (() => new GaussianNLLLoss(), "r(3, 4), r(3, 4), r(3, 4).exp()"),
        ["KLDivLoss(reduction='batchmean')"] = (() => new KLDivLoss("batchmean"), "r(3, 4).log_softmax(1), r(3, 4).softmax(1)"),
        ["SoftMarginLoss()"] = (() => new SoftMarginLoss(), "r(3, 4), r(3, 4).sign()"),
        ["HingeEmbeddingLoss(2)"] = (() => new HingeEmbeddingLoss(2), "r(3, 4), r(3, 4).sign()"),
        ["MarginRankingLoss(0.5)"] = (() => new MarginRankingLoss(0.5), "r(3), r(3), r(3).sign()"),
        ["CosineEmbeddingLoss(0.5)"] = (() => new CosineEmbeddingLoss(0.5), "r(3, 4), r(3, 4), r(3).sign()"),
        ["TripletMarginLoss(p=1, swap=True)"] = (() => new TripletMarginLoss(norm: 1, swap: true), "r(3, 4), r(3, 4), r(3, 4)"),
        ["Linear(4, 3)"] = (() => new Linear(4, 3), "r(5, 4)"),
        ["Linear(4, 3, bias=False, dtype=torch.float64)"] = (() => new Linear(4, 3, bias: false, dtype: LibTorch.DType.Float64), "r(5, 4).double()"),
        ["LayerNorm(4)"] = (() => new LayerNorm(4), "r(5, 4)"),
        ["LayerNorm((3, 4), eps=1e-3, elementwise_affine=False)"] = (() => new LayerNorm([3, 4], eps: 1e-3, elementwiseAffine: false), "r(5, 3, 4)"),
        ["BatchNorm1d(4)"] = (() => new BatchNorm1d(4), "r(5, 4)"),
        ["BatchNorm1d(4, momentum=None)"] = (() => new BatchNorm1d(4, momentum: null), "r(5, 4, 3)"),
        ["BatchNorm2d(3, affine=False)"] = (() => new BatchNorm2d(3, affine: false), "r(5, 3, 2, 2)"),
        ["BatchNorm2d(3, track_running_stats=False)"] = (() => new BatchNorm2d(3, trackRunningStats: false), "r(5, 3, 2, 2)"),
        ["BatchNorm3d(3, 1e-4, 0.2)"] = (() => new BatchNorm3d(3, 1e-4, 0.2), "r(5, 3, 2, 2, 2)"),
        ["Conv1d(2, 4, 3)"] = (() => new Conv1d(2, 4, 3), "r(1, 2, 9)"),
        ["Conv1d(2, 4, 3, padding='same', dilation=2)"] = (() => new Conv1d(2, 4, 3, padding: "same", dilation: 2), "r(1, 2, 9)"),
        ["Conv1d(2, 4, 4, padding='same', padding_mode='replicate')"] = (() => new Conv1d(2, 4, 4, padding: "same", paddingMode: "replicate"), "r(1, 2, 9)"),
        ["Conv2d(2, 4, (3, 2), stride=2, padding=1)"] = (() => new Conv2d(2, 4, [3, 2], stride: 2, padding: 1), "r(1, 2, 9, 9)"),
        ["Conv2d(2, 4, 3, padding=(1, 2), groups=2, bias=False, padding_mode='circular')"] = (() => new Conv2d(2, 4, 3, padding: new long[] { 1, 2 }, groups: 2, bias: false, paddingMode: "circular"), "r(1, 2, 9, 9)"),
        ["Conv2d(2, 4, 3, padding='valid')"] = (() => new Conv2d(2, 4, 3, padding: "valid"), "r(1, 2, 9, 9)"),
        ["Conv3d(2, 4, 2)"] = (() => new Conv3d(2, 4, 2), "r(1, 2, 4, 4, 4)"),
        ["Embedding(5, 3)"] = (() => new Embedding(5, 3), "torch.tensor([[1, 2], [0, 4]])"),
        ["Embedding(5, 3, padding_idx=-1, max_norm=1.0)"] = (() => new Embedding(5, 3, paddingIdx: -1, maxNorm: 1), "torch.tensor([[1, 2], [0, 4]])"),
        ["Embedding(5, 3, norm_type=1., scale_grad_by_freq=True)"] = (() => new Embedding(5, 3, normType: 1, scaleGradByFreq: true), "torch.tensor([[1, 1], [0, 4]])"),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_Pythons(string name)
    {
        var (make, inputs) = Layers[name];
        Torch.ManualSeed(5);
        using var module = make();
        var setup = $"""
            import torch.nn as nn
            def r(*sizes): return torch.randn(*sizes)
            torch.manual_seed(5)
            m = nn.{name}
            torch.manual_seed(6)
            given = ({inputs},)
            leaves = [x.requires_grad_() if x.is_floating_point() and not m.__class__.__name__.endswith('Loss') and not getattr(m, 'inplace', False) else x for x in given]
            torch.manual_seed(7)
            """;
        Parity.SameText(python, "m", module, setup);
        Assert.Equal(python.Eval("list(m.state_dict())", setup), $"[{string.Join(", ", module.StateDict().Keys.Select(key => $"'{key}'"))}]");
        Parity.Same(python, "list(m.state_dict().values())", module.StateDict().Values, setup);

        var given = Given(inputs);
        if (!name.Contains("Loss", StringComparison.Ordinal) && !module.ExtraRepr().Contains("inplace=True", StringComparison.Ordinal))
        {
            given.Where(tensor => tensor.DType.IsFloatingPoint).ToList().ForEach(tensor => tensor.RequiresGrad_());
        }

        Torch.ManualSeed(7);
        List<Tensor> seen = [];
        foreach (var training in new[] { true, false })
        {
            module.Train(training);
            var output = Call(module, given);
            seen.Add(output.Detach());
            if (output.RequiresGrad)
            {
                output.Sum().Backward();
            }
        }

        seen.AddRange(given.Concat(module.Parameters()).Select(tensor => tensor.Grad).OfType<Tensor>());
        seen.AddRange(module.StateDict().Values);
        Parity.Same(python, "seen", seen, setup + """

            seen = []
            for training in (True, False):
                m.train(training)
                output = m(*given)
                seen.append(output.detach())
                if output.requires_grad: output.sum().backward()
            seen += [x.grad for x in [*given, *m.parameters()] if x.grad is not None] + list(m.state_dict().values())
            """);
    }

    // Python writes the inputs; C# takes its bytes.
    private Tensor[] Given(string inputs)
    {
        var shapes = python.Run($"""
            def r(*sizes): return torch.randn(*sizes)
            torch.manual_seed(6)
            for x in ({inputs},): print(str(x.dtype) + ';' + ','.join(map(str, x.shape)) + ';' + ','.join(str(v) for v in x.double().flatten().tolist()))
            """);
        return
        [
            .. shapes.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            {
                var parts = line.Split(';');
                long[] shape = Array.ConvertAll(parts[1].Split(','), long.Parse);
                double[] values = Array.ConvertAll(parts[2].Split(','), text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
                var dtype = parts[0] switch { "torch.int64" => LibTorch.DType.Int64, "torch.float64" => LibTorch.DType.Float64, _ => LibTorch.DType.Float32 };
                return Torch.Tensor(values).Reshape(shape).To(dtype);
            }),
        ];
    }

    private static Tensor Call(Module module, Tensor[] given) => (module, given) switch
    {
        (Module<Tensor, Tensor> one, [var x]) => one.Call(x),
        (Module<Tensor, Tensor, Tensor> two, [var x, var y]) => two.Call(x, y),
        (Module<Tensor, Tensor, Tensor, Tensor> three, [var x, var y, var z]) => three.Call(x, y, z),
        _ => throw new InvalidOperationException($"{module} does not take {given.Length} tensors."),
    };
}
