using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Losses beside Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class LossTests(PythonSession python)
{
    private const string Classes = "g(5, 3), torch.tensor([0, 2, 1, 1, 2])";
    private const string LogClasses = "r(5, 3).log_softmax(1), torch.tensor([0, 2, 1, 1, 2])";
    private const string Labels = "torch.tensor([[0, 2, -1], [1, -1, 0], [2, 1, 0], [-1, 0, 0], [1, 2, -1]])";
    private const string Sequences = "r(12, 2, 5).log_softmax(2), torch.tensor([[1, 2, 3], [4, 1, 1]]), torch.tensor([12, 10]), torch.tensor([3, 2])";

    internal static readonly LayerRow[] Rows =
    [
        new("L1Loss()", () => new L1Loss(), "g(3, 4), g(3, 4)"),
        new("L1Loss(reduction='none')", () => new L1Loss("none"), "g(3, 4), r(3, 4)"),
        new("L1Loss(reduction='sum')", () => new L1Loss("sum"), "g(3, 4), r(3, 4)"),
        new("MSELoss()", () => new MSELoss(), "g(3, 4), g(3, 4)"),
        new("MSELoss(reduction='sum')", () => new MSELoss("sum"), "g(3, 4), r(3, 4)"),
        new("SmoothL1Loss()", () => new SmoothL1Loss(), "g(3, 4), r(3, 4)"),
        new("SmoothL1Loss(beta=0.5)", () => new SmoothL1Loss(beta: 0.5), "g(3, 4), r(3, 4)"),
        new("SmoothL1Loss(reduction='sum', beta=0)", () => new SmoothL1Loss("sum", beta: 0), "g(3, 4), r(3, 4)"),
        new("HuberLoss()", () => new HuberLoss(), "g(3, 4), r(3, 4)"),
        new("HuberLoss(delta=0.5)", () => new HuberLoss(delta: 0.5), "g(3, 4), r(3, 4)"),
        new("HuberLoss('none', 2.0)", () => new HuberLoss("none", 2.0), "g(3, 4), r(3, 4)"),
        new("PoissonNLLLoss()", () => new PoissonNLLLoss(), "g(3, 4), r(3, 4).exp()"),
        new("PoissonNLLLoss(full=True)", () => new PoissonNLLLoss(full: true), "g(3, 4), r(3, 4).exp()"),
        new("PoissonNLLLoss(log_input=False, eps=1e-3, reduction='sum')", () => new PoissonNLLLoss(logInput: false, eps: 1e-3, reduction: "sum"), "r(3, 4).exp(), r(3, 4).exp()"),
        new("GaussianNLLLoss()", () => new GaussianNLLLoss(), "g(3, 4), r(3, 4), r(3, 4).exp()"),
        new("GaussianNLLLoss(full=True, eps=1e-3, reduction='none')", () => new GaussianNLLLoss(full: true, eps: 1e-3, reduction: "none"), "g(3, 4), r(3, 4), r(3, 1).exp()"),
        new("KLDivLoss()", () => new KLDivLoss(), "r(3, 4).log_softmax(1), r(3, 4).softmax(1)"),
        new("KLDivLoss(reduction='batchmean')", () => new KLDivLoss("batchmean"), "g(3, 4), r(3, 4).softmax(1)"),
        new("KLDivLoss(reduction='sum', log_target=True)", () => new KLDivLoss("sum", logTarget: true), "g(3, 4), r(3, 4).log_softmax(1)"),
        new("SoftMarginLoss()", () => new SoftMarginLoss(), "g(3, 4), r(3, 4).sign()"),
        new("SoftMarginLoss(reduction='sum')", () => new SoftMarginLoss("sum"), "g(3, 4), r(3, 4).sign()"),
        new("HingeEmbeddingLoss()", () => new HingeEmbeddingLoss(), "g(3, 4), r(3, 4).sign()"),
        new("HingeEmbeddingLoss(2, reduction='none')", () => new HingeEmbeddingLoss(2, "none"), "g(3, 4), r(3, 4).sign()"),
        new("MarginRankingLoss()", () => new MarginRankingLoss(), "g(3), g(3), r(3).sign()"),
        new("MarginRankingLoss(0.5, reduction='sum')", () => new MarginRankingLoss(0.5, "sum"), "g(3), g(3), r(3).sign()"),
        new("CosineEmbeddingLoss()", () => new CosineEmbeddingLoss(), "g(3, 4), g(3, 4), r(3).sign()"),
        new("CosineEmbeddingLoss(0.5)", () => new CosineEmbeddingLoss(0.5), "g(3, 4), g(3, 4), r(3).sign()"),
        new("TripletMarginLoss()", () => new TripletMarginLoss(), "g(3, 4), g(3, 4), g(3, 4)"),
        new("TripletMarginLoss(p=1, swap=True)", () => new TripletMarginLoss(p: 1, swap: true), "g(3, 4), g(3, 4), g(3, 4)"),
        new("TripletMarginLoss(2, eps=1e-3, reduction='none')", () => new TripletMarginLoss(2, eps: 1e-3, reduction: "none"), "g(3, 4), g(3, 4), g(3, 4)"),
        new("TripletMarginWithDistanceLoss()", () => new TripletMarginWithDistanceLoss(), "g(3, 4), g(3, 4), g(3, 4)"),
        new("TripletMarginWithDistanceLoss(distance_function=nn.PairwiseDistance(1), margin=2.5, swap=True)", () => new TripletMarginWithDistanceLoss(new PairwiseDistance(1), 2.5, true), "g(3, 4), g(3, 4), g(3, 4)"),
        new("TripletMarginWithDistanceLoss(distance_function=lambda a, b: 1 - torch.cosine_similarity(a, b), reduction='none')", () => new TripletMarginWithDistanceLoss((a, b) => 1 - Torch.CosineSimilarity(a, b), reduction: "none"), "g(3, 4), g(3, 4), g(3, 4)"),
        new("TripletMarginWithDistanceLoss(distance_function=nn.Bilinear(4, 4, 1))", () => new TripletMarginWithDistanceLoss(new Bilinear(4, 4, 1)), "g(3, 4), g(3, 4), g(3, 4)"),
        new("NLLLoss()", () => new NLLLoss(), LogClasses),
        new("NLLLoss(torch.tensor([1., 2., 0.5]))", () => new NLLLoss(Weight()), Classes),
        new("NLLLoss(ignore_index=1, reduction='sum')", () => new NLLLoss(ignoreIndex: 1, reduction: "sum"), Classes),
        new("NLLLoss(torch.tensor([1., 2., 0.5]), reduction='none')", () => new NLLLoss(Weight(), reduction: "none"), "g(2, 3, 2, 2), torch.tensor([[[0, 1], [2, 2]], [[1, 0], [0, 2]]])"),
        new("NLLLoss2d()", () => new NLLLoss2d(), "g(2, 3, 2, 2), torch.tensor([[[0, 1], [2, 2]], [[1, 0], [0, 2]]])"),
        new("CrossEntropyLoss()", () => new CrossEntropyLoss(), Classes),
        new("CrossEntropyLoss(torch.tensor([1., 2., 0.5]))", () => new CrossEntropyLoss(Weight()), Classes),
        new("CrossEntropyLoss(torch.tensor([1., 2., 0.5]), label_smoothing=0.1)", () => new CrossEntropyLoss(Weight(), labelSmoothing: 0.1), Classes),
        new("CrossEntropyLoss(ignore_index=2, reduction='none')", () => new CrossEntropyLoss(ignoreIndex: 2, reduction: "none"), Classes),
        new("CrossEntropyLoss(reduction='sum', label_smoothing=0.3)", () => new CrossEntropyLoss(reduction: "sum", labelSmoothing: 0.3), "g(5, 3), r(5, 3).softmax(1)"),
        new("CrossEntropyLoss() ", () => new CrossEntropyLoss(), "g(2, 3, 2), torch.tensor([[0, 2], [1, 1]])"),
        new("CrossEntropyLoss()  ", () => new CrossEntropyLoss(), "g(3), torch.tensor(2)"),
        new("BCELoss()", () => new BCELoss(), "r(5, 3).sigmoid(), r(5, 3).sigmoid()"),
        new("BCELoss(torch.tensor([1., 2., 0.5]), reduction='none')", () => new BCELoss(Weight(), "none"), "r(5, 3).sigmoid(), (r(5, 3) > 0).float()"),
        new("BCELoss(weight=torch.tensor(2.), reduction='sum')", () => new BCELoss(Torch.Tensor(2f), "sum"), "r(5, 3).sigmoid(), (r(5, 3) > 0).float()"),
        new("BCEWithLogitsLoss()", () => new BCEWithLogitsLoss(), "g(5, 3), (r(5, 3) > 0).float()"),
        new("BCEWithLogitsLoss(torch.tensor([1., 2., 0.5]))", () => new BCEWithLogitsLoss(Weight()), "g(5, 3), (r(5, 3) > 0).float()"),
        new("BCEWithLogitsLoss(pos_weight=torch.tensor([1., 2., 0.5]), reduction='none')", () => new BCEWithLogitsLoss(posWeight: Weight(), reduction: "none"), "g(5, 3), (r(5, 3) > 0).float()"),
        new("BCEWithLogitsLoss(torch.tensor([1., 2., 0.5]), None, None, 'sum', torch.tensor([1., 2., 0.5]))", () => new BCEWithLogitsLoss(Weight(), "sum", Weight()), "g(5, 3), (r(5, 3) > 0).float()"),
        new("MultiLabelMarginLoss()", () => new MultiLabelMarginLoss(), $"g(5, 3), {Labels}"),
        new("MultiLabelMarginLoss(reduction='none')", () => new MultiLabelMarginLoss("none"), $"g(5, 3), {Labels}"),
        new("MultiLabelSoftMarginLoss()", () => new MultiLabelSoftMarginLoss(), "g(5, 3), (r(5, 3) > 0).float()"),
        new("MultiLabelSoftMarginLoss(torch.tensor([1., 2., 0.5]), reduction='sum')", () => new MultiLabelSoftMarginLoss(Weight(), "sum"), "g(5, 3), (r(5, 3) > 0).float()"),
        new("MultiMarginLoss()", () => new MultiMarginLoss(), Classes),
        new("MultiMarginLoss(2, 0.5, torch.tensor([1., 2., 0.5]))", () => new MultiMarginLoss(2, 0.5, Weight()), Classes),
        new("MultiMarginLoss(margin=2.0, reduction='none')", () => new MultiMarginLoss(margin: 2.0, reduction: "none"), Classes),
        new("CTCLoss()", () => new CTCLoss(), Sequences),
        new("CTCLoss(blank=2, reduction='sum')", () => new CTCLoss(blank: 2, reduction: "sum"), Sequences.Replace("[1, 2, 3]", "[1, 3, 3]", StringComparison.Ordinal)),
        new("CTCLoss(reduction='none', zero_infinity=True)", () => new CTCLoss(reduction: "none", zeroInfinity: true), Sequences.Replace("[12, 10]", "[2, 10]", StringComparison.Ordinal)),
        new("CTCLoss() ", () => new CTCLoss(), Sequences)
        {
            PythonCall = "m(given[0], given[1], (12, 10), (3, 2))",
            Call = (module, given) => [((CTCLoss)module).Call(given[0], given[1], [12, 10], [3, 2])],
        },
        new("LinearCrossEntropyLoss(4, 3)", () => new LinearCrossEntropyLoss(4, 3), "g(5, 4), torch.tensor([0, 2, 1, 1, 2])") { Since = new(2, 14) },
        new("LinearCrossEntropyLoss(4, 3, bias=True, weight=torch.tensor([1., 2., 0.5]), ignore_index=1, label_smoothing=0.1)", () => new LinearCrossEntropyLoss(4, 3, bias: true, weight: Weight(), ignoreIndex: 1, labelSmoothing: 0.1), "g(5, 4), torch.tensor([0, 2, 1, 1, 2])") { Since = new(2, 14) },
        new("LinearCrossEntropyLoss(4, 3, out_features=(2,), bias=True, reduction='sum')", () => new LinearCrossEntropyLoss(4, 3, outFeatures: [2], bias: true, reduction: "sum"), "g(2, 4), torch.tensor([[0, 2], [1, 1]])") { Since = new(2, 14) },
        new("LinearCrossEntropyLoss(4, 3, bias=True, options=nn.LinearCrossEntropyOptions(batch_chunk_size=2, acc_policy='compact'))", () => new LinearCrossEntropyLoss(4, 3, bias: true, options: new(batchChunkSize: 2, accPolicy: "compact")), "g(5, 4), torch.tensor([0, 2, 1, 1, 2])") { Since = new(2, 14) },
        new("AdaptiveLogSoftmaxWithLoss(8, 10, [2, 5])", () => new AdaptiveLogSoftmaxWithLoss(8, 10, [2, 5]), "g(6, 8), torch.tensor([0, 1, 3, 7, 9, 4])"),
        new("AdaptiveLogSoftmaxWithLoss(8, 10, [2], div_value=2., head_bias=True)", () => new AdaptiveLogSoftmaxWithLoss(8, 10, [2], divValue: 2, headBias: true), "g(6, 8), torch.tensor([0, 1, 3, 7, 9, 4])"),
        new("AdaptiveLogSoftmaxWithLoss(8, 10, [2, 5, 8], dtype=torch.float64)", () => new AdaptiveLogSoftmaxWithLoss(8, 10, [2, 5, 8], dtype: LibTorch.DType.Float64), "r(3, 8).double(), torch.tensor([0, 1, 1])"),
        new("AdaptiveLogSoftmaxWithLoss(8, 10, [2, 5]) ", () => new AdaptiveLogSoftmaxWithLoss(8, 10, [2, 5]), "g(8), torch.tensor(6)"),
    ];

    public static TheoryData<string> Names => LayerRow.Names(Rows);

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_Pythons(string name) => LayerParity.Check(python, LayerRow.Of(Rows, name));

    [Theory]
    [InlineData("[0, 1, 1, 0]")]
    [InlineData("[2, 6, 8, 9]")]
    [InlineData("[0, 6, 1, 9]")]
    public void The_adaptive_softmax_predicts_as_in_Python(string scale)
    {
        Torch.ManualSeed(2);
        using var softmax = new AdaptiveLogSoftmaxWithLoss(8, 10, [2, 5], headBias: true);
        using (Torch.NoGrad())
        {
            softmax.Head.Bias!.Fill_(0)[scale[1] == '2' ? 3 : 0] = 9;
        }

        var input = Torch.Randn(4, 8) * 4;
        var setup = $"""
            import torch.nn as nn
            torch.manual_seed(2)
            m = nn.AdaptiveLogSoftmaxWithLoss(8, 10, [2, 5], head_bias=True)
            with torch.no_grad(): m.head.bias.fill_(0)[{(scale[1] == '2' ? 3 : 0)}] = 9
            x = torch.randn(4, 8) * 4
            """;
        Parity.Same(python, "m.log_prob(x)", softmax.LogProb(input), setup);
        Parity.Same(python, "m.predict(x)", softmax.Predict(input), setup);
        Parity.Same(python, $"m(x, torch.tensor({scale})).output", softmax.Call(input, Torch.Tensor(Array.ConvertAll(scale[1..^1].Split(", "), long.Parse))).Output, setup);
    }

    [Fact]
    public void One_variance_may_be_given_for_all()
    {
        var (input, target) = (Torch.Tensor([1f, 2f]), Torch.Tensor([0f, 2.5f]));
        var loss = new GaussianNLLLoss(full: true);
        Parity.Same(python, "nn.GaussianNLLLoss(full=True)(torch.tensor([1., 2.]), torch.tensor([0., 2.5]), torch.full((2,), 0.3))", loss.Call(input, target, 0.3));
        Assert.Equal("var has negative entry/entries", Assert.Throws<TorchValueException>(() => loss.Call(input, target, -1)).Message);
        if (Version.Parse(Torch.Version) >= new Version(2, 6))
        {
            Parity.Same(python, "nn.GaussianNLLLoss(full=True)(torch.tensor([1., 2.]), torch.tensor([0., 2.5]), 0.3)", loss.Call(input, target, 0.3));
            Parity.SameError(python, "nn.GaussianNLLLoss()(torch.ones(2), torch.ones(2), -1.0)", () => loss.Call(input, target, -1));
        }
    }

    [Fact]
    public void LinearCrossEntropyLoss_is_there_without_Pythons()
    {
        Torch.ManualSeed(4);
        using var loss = new LinearCrossEntropyLoss(4, 3, bias: true, weight: Weight());
        Assert.StartsWith("LinearCrossEntropyLoss(\n  in_features=4, num_classes=3, out_features=(), bias=True, reduction=mean, ignore_index=None, label_smoothing=0.0, options=None\n  (linear): Linear(", loss.ToString(), StringComparison.Ordinal);
        Assert.Equal(["weight", "linear.weight", "linear.bias"], loss.StateDict().Keys);
        Parity.Same(python, "F.cross_entropy(m(x), t, torch.tensor([1., 2., 0.5]))", loss.Call(Torch.Randn(5, 4), Torch.Tensor([0L, 2, 1, 1, 2])), """
            import torch.nn as nn, torch.nn.functional as F
            torch.manual_seed(4)
            m = nn.Linear(4, 3)
            x, t = torch.randn(5, 4), torch.tensor([0, 2, 1, 1, 2])
            """);
        Assert.Equal("expected weight shape to be (4,), got (3,)", Assert.Throws<TorchException>(() => new LinearCrossEntropyLoss(4, 4, weight: Weight())).Message);
        Assert.Equal("expected label_smoothing to be in range [0, 1], got 2.0", Assert.Throws<TorchException>(() => new LinearCrossEntropyLoss(4, 4, labelSmoothing: 2)).Message);
    }

    private static Tensor Weight() => Torch.Tensor([1f, 2f, 0.5f]);
}
