using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Settings and inputs that no layer can work with: Python's kind of error, in its words.</summary>
[Collection(ProcessWideState.Name)]
public sealed class SettingErrorTests(PythonSession python)
{
    private static readonly (string Python, Func<object> Make, Version Since)[] Wrong =
    [
        ("nn.Dropout(1.5)", () => new Dropout(1.5), new()),
        ("nn.Dropout(-1)", () => new Dropout(-1), new()),
        ("nn.Dropout1d(2)", () => new Dropout1d(2), new()),
        ("nn.Dropout2d(-0.1)", () => new Dropout2d(-0.1), new()),
        ("nn.Dropout3d(1.25)", () => new Dropout3d(1.25), new()),
        ("nn.AlphaDropout(7)", () => new AlphaDropout(7), new()),
        ("nn.FeatureAlphaDropout(-1e-9)", () => new FeatureAlphaDropout(-1e-9), new()),
        ("nn.Hardtanh(1, 0)", () => new Hardtanh(1, 0), new()),
        ("nn.Hardtanh(2.0)", () => new Hardtanh(2.0), new()),
        ("nn.Softmax2d()(x)", () => new Softmax2d().Call(X()), new()),
        ("nn.GLU()(torch.ones(2, 3))", () => new GLU().Call(X()), new()),
        ("nn.Unflatten(1, 3)", () => new Unflatten(1, 3), new()),
        ("nn.Unflatten(1, (2, 2))(x)", () => new Unflatten(1, [2, 2]).Call(X()), new()),
        ("nn.Flatten(1, 5)(x)", () => new Flatten(1, 5).Call(X()), new()),
        ("nn.Upsample()(torch.ones(1, 1, 2))", () => new Upsample().Call(Torch.Ones(1, 1, 2)), new()),
        ("nn.Upsample(scale_factor=0)(torch.ones(1, 1, 2))", () => new Upsample(scaleFactor: 0).Call(Torch.Ones(1, 1, 2)), new()),
        ("nn.Upsample(4, 2)(torch.ones(1, 1, 2))", () => new Upsample(4, 2).Call(Torch.Ones(1, 1, 2)), new()),
        ("nn.Upsample(4, mode='bilinear')(torch.ones(1, 1, 2))", () => new Upsample(4, mode: "bilinear").Call(Torch.Ones(1, 1, 2)), new()),
        ("nn.Upsample(4, align_corners=True)(torch.ones(1, 1, 2))", () => new Upsample(4, alignCorners: true).Call(Torch.Ones(1, 1, 2)), new()),
        ("nn.ReflectionPad1d(4)(x)", () => new ReflectionPad1d(4).Call(X()), new()),
        ("nn.ConstantPad1d(-4, 0)(x)", () => new ConstantPad1d(-4, 0).Call(X()), new()),
        ("nn.MaxPool2d(3, padding=5)(torch.ones(1, 1, 4, 4))", () => new MaxPool2d(3, padding: 5).Call(Torch.Ones(1, 1, 4, 4)), new()),
        ("nn.MaxPool1d(3, padding=2)(x)", () => new MaxPool1d(3, padding: 2).Call(X()), new()),
        ("nn.LPPool2d(0, 2)", () => new LPPool2d(0, 2), new(2, 14)),
        ("nn.LPPool1d(0.0, 2)", () => new LPPool1d(0.0, 2), new(2, 14)),
        ("nn.FractionalMaxPool3d(0, 2)", () => new FractionalMaxPool3d(0, 2), new(2, 14)),
        ("nn.FractionalMaxPool3d((2, 0, 1), 2)", () => new FractionalMaxPool3d([2, 0, 1], 2), new(2, 14)),
        ("nn.Bilinear(0, 2, 3)", () => new Bilinear(0, 2, 3), new(2, 14)),
        ("nn.Bilinear(2, 3, 4)(x, x)", () => new Bilinear(2, 3, 4).Call(X(), X()), new()),
        ("nn.Linear(-1, 2)", () => new Linear(-1, 2), new()),
        ("nn.Linear(4, 2)(x)", () => new Linear(4, 2).Call(X()), new()),
        ("nn.PReLU(5)(x)", () => new PReLU(5).Call(X()), new()),
        ("nn.Embedding(5, 3, 5)", () => new Embedding(5, 3, 5), new()),
        ("nn.Embedding(5, 3, padding_idx=-6)", () => new Embedding(5, 3, paddingIdx: -6), new()),
        ("nn.Embedding(5, 3)(torch.tensor([7]))", () => new Embedding(5, 3).Call(Torch.Tensor([7L])), new()),
        ("nn.Embedding.from_pretrained(torch.ones(2))", () => Embedding.FromPretrained(Torch.Ones(2)), new()),
        ("nn.Embedding.from_pretrained(x, padding_idx=2)", () => Embedding.FromPretrained(X(), paddingIdx: 2), new()),
        ("nn.EmbeddingBag(5, 3, padding_idx=9)", () => new EmbeddingBag(5, 3, paddingIdx: 9), new()),
        ("nn.EmbeddingBag.from_pretrained(torch.ones(2, 2, 2))", () => EmbeddingBag.FromPretrained(Torch.Ones(2, 2, 2)), new()),
        ("nn.EmbeddingBag(5, 3)(torch.tensor([1]))", () => new EmbeddingBag(5, 3).Call(Torch.Tensor([1L])), new()),
        ("nn.EmbeddingBag(5, 3, mode='best')(torch.tensor([[1]]))", () => new EmbeddingBag(5, 3, mode: "best").Call(Torch.Tensor(new[,] { { 1L } })), new()),
        ("nn.MultiMarginLoss(3)", () => new MultiMarginLoss(3), new()),
        ("nn.MultiMarginLoss(weight=x)", () => new MultiMarginLoss(weight: X()), new()),
        ("nn.TripletMarginLoss(0)", () => new TripletMarginLoss(0), new(2, 6)),
        ("nn.TripletMarginLoss(-1.5)", () => new TripletMarginLoss(-1.5), new(2, 6)),
        ("nn.TripletMarginWithDistanceLoss(margin=-1)", () => new TripletMarginWithDistanceLoss(margin: -1), new(2, 6)),
        ("nn.L1Loss(reduction='most')(x, x)", () => new L1Loss("most").Call(X(), X()), new()),
        ("nn.NLLLoss(reduction='most')(x, torch.tensor([0, 1]))", () => new NLLLoss(reduction: "most").Call(X(), Torch.Tensor([0L, 1])), new()),
        ("nn.CrossEntropyLoss()(x, torch.tensor([0, 5]))", () => new CrossEntropyLoss().Call(X(), Torch.Tensor([0L, 5])), new()),
        ("nn.CrossEntropyLoss(torch.ones(2))(x, torch.tensor([0, 1]))", () => new CrossEntropyLoss(Torch.Ones(2)).Call(X(), Torch.Tensor([0L, 1])), new()),
        ("nn.CrossEntropyLoss(label_smoothing=1.5)(x, torch.tensor([0, 1]))", () => new CrossEntropyLoss(labelSmoothing: 1.5).Call(X(), Torch.Tensor([0L, 1])), new()),
        ("nn.BCELoss()(x, torch.ones(2))", () => new BCELoss().Call(X(), Torch.Ones(2)), new()),
        ("nn.BCEWithLogitsLoss()(x, torch.ones(2))", () => new BCEWithLogitsLoss().Call(X(), Torch.Ones(2)), new()),
        ("nn.MarginRankingLoss()(x, torch.ones(2), x)", () => new MarginRankingLoss().Call(X(), Torch.Ones(2), X()), new()),
        ("nn.AdaptiveLogSoftmaxWithLoss(4, 10, [])", () => new AdaptiveLogSoftmaxWithLoss(4, 10, Array.Empty<long>()), new()),
        ("nn.AdaptiveLogSoftmaxWithLoss(4, 10, [3, 2])", () => new AdaptiveLogSoftmaxWithLoss(4, 10, [3, 2]), new()),
        ("nn.AdaptiveLogSoftmaxWithLoss(4, 10, [3, 10])", () => new AdaptiveLogSoftmaxWithLoss(4, 10, [3, 10]), new()),
        ("nn.AdaptiveLogSoftmaxWithLoss(4, 10, [0, 2])", () => new AdaptiveLogSoftmaxWithLoss(4, 10, [0, 2]), new()),
        ("nn.AdaptiveLogSoftmaxWithLoss(3, 10, [2])(x, torch.tensor([1]))", () => new AdaptiveLogSoftmaxWithLoss(3, 10, [2]).Call(X(), Torch.Tensor([1L])), new()),
        ("nn.AdaptiveLogSoftmaxWithLoss(3, 10, [2])(torch.ones(2), torch.tensor([1, 1]))", () => new AdaptiveLogSoftmaxWithLoss(3, 10, [2]).Call(Torch.Ones(2), Torch.Tensor([1L, 1])), new()),
        ("nn.AdaptiveLogSoftmaxWithLoss(3, 10, [2])(x, torch.tensor(1))", () => new AdaptiveLogSoftmaxWithLoss(3, 10, [2]).Call(X(), Torch.Tensor(1L)), new()),
        ("nn.AdaptiveLogSoftmaxWithLoss(3, 10, [2])(x, torch.ones(2, 2, dtype=torch.int64))", () => new AdaptiveLogSoftmaxWithLoss(3, 10, [2]).Call(X(), Torch.Ones([2, 2], dtype: LibTorch.DType.Int64)), new()),
        ("nn.AdaptiveLogSoftmaxWithLoss(3, 10, [2])(x, torch.tensor([1, 12]))", () => new AdaptiveLogSoftmaxWithLoss(3, 10, [2]).Call(X(), Torch.Tensor([1L, 12])), new()),
        ("nn.PixelShuffle(2)(torch.ones(1, 3, 2, 2))", () => new PixelShuffle(2).Call(Torch.Ones(1, 3, 2, 2)), new()),
        ("nn.ChannelShuffle(0)(torch.ones(1, 3, 2, 2))", () => new ChannelShuffle(0).Call(Torch.Ones(1, 3, 2, 2)), new()),
        ("nn.Fold(4, 2)(torch.ones(1, 4, 3))", () => new Fold(4, 2).Call(Torch.Ones(1, 4, 3)), new()),
        ("nn.Unfold(9)(torch.ones(1, 1, 3, 3))", () => new Unfold(9).Call(Torch.Ones(1, 1, 3, 3)), new()),
        ("nn.Conv2d(1, 1, 2, padding=(1,), padding_mode='reflect')(torch.ones(1, 1, 3, 3))", () => new Conv2d(1, 1, 2, padding: new long[] { 1 }, paddingMode: "reflect").Call(Torch.Ones(1, 1, 3, 3)), new()),
        ("nn.Conv2d(1, 1, (2,))(torch.ones(1, 1, 3, 3))", () => new Conv2d(1, 1, [2]).Call(Torch.Ones(1, 1, 3, 3)), new()),
        ("nn.Conv2d(1, 1, -2)", () => new Conv2d(1, 1, -2), new()),
        ("nn.Conv1d(2, 3, 2)(torch.ones(1, 3, 5))", () => new Conv1d(2, 3, 2).Call(Torch.Ones(1, 3, 5)), new()),
        ("nn.Conv1d(2, 3, 9)(torch.ones(1, 2, 5))", () => new Conv1d(2, 3, 9).Call(Torch.Ones(1, 2, 5)), new()),
        ("nn.ConvTranspose2d(1, 1, 2, output_padding=3)(torch.ones(1, 1, 3, 3))", () => new ConvTranspose2d(1, 1, 2, outputPadding: 3).Call(Torch.Ones(1, 1, 3, 3)), new()),
        ("nn.GroupNorm(2, 4)(torch.ones(2, 5, 3))", () => new GroupNorm(2, 4).Call(Torch.Ones(2, 5, 3)), new()),
        ("nn.GroupNorm(2, 4)(torch.ones(4))", () => new GroupNorm(2, 4).Call(Torch.Ones(4)), new()),
        ("nn.GroupNorm(2, 4)(torch.tensor(4.))", () => new GroupNorm(2, 4).Call(Torch.Tensor(4f)), new()),
        ("nn.InstanceNorm1d(3)(torch.ones(2, 3, 1))", () => new InstanceNorm1d(3).Call(Torch.Ones(2, 3, 1)), new()),
        ("nn.BatchNorm1d(3)(torch.ones(2, 4))", () => new BatchNorm1d(3).Call(Torch.Ones(2, 4)), new()),
        ("nn.LayerNorm((2, 3))(torch.ones(3, 2))", () => new LayerNorm([2, 3]).Call(Torch.Ones(3, 2)), new()),
        ("nn.PairwiseDistance()(x, torch.ones(3, 3))", () => new PairwiseDistance().Call(X(), Torch.Ones(3, 3)), new()),
        ("nn.CTCLoss()(torch.ones(4, 2, 3), torch.ones(2, 2, dtype=torch.int64), torch.tensor([4]), torch.tensor([2, 2]))", () => new CTCLoss().Call(Torch.Ones(4, 2, 3), Torch.Ones([2, 2], dtype: LibTorch.DType.Int64), [4], [2, 2]), new()),
        ("nn.EmbeddingBag(5, 3, mode='max', sparse=True)(torch.tensor([[1]]))", () => new EmbeddingBag(5, 3, mode: "max", sparse: true).Call(Torch.Tensor(new[,] { { 1L } })), new()),
        ("nn.CosineSimilarity()(x, torch.ones(4, 2))", () => new CosineSimilarity().Call(X(), Torch.Ones(4, 2)), new()),
    ];

    public static TheoryData<string> Calls => [.. Wrong.Select(one => one.Python)];

    [Theory]
    [MemberData(nameof(Calls))]
    public void They_are_refused_in_Pythons_words(string call)
    {
        var (_, make, since) = Wrong.First(one => one.Python == call);
        Assert.SkipUnless(Version.Parse(Torch.Version) >= since, $"Python refuses it since libtorch {since}");
        Parity.SameError(python, call, () => make(), "import torch.nn as nn\nx = torch.ones(2, 3)");
    }

    private static Tensor X() => Torch.Ones(2, 3);
}
