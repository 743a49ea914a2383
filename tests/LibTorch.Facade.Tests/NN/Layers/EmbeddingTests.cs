using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Linear layers and embeddings beside Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class EmbeddingTests(PythonSession python)
{
    internal static readonly LayerRow[] Rows =
    [
        new("Linear(4, 3)", () => new Linear(4, 3), "r(5, 4)"),
        new("Linear(4, 3) ", () => new Linear(4, 3), "r(4)"),
        new("Linear(4, 3, bias=False, dtype=torch.float64)", () => new Linear(4, 3, bias: false, dtype: LibTorch.DType.Float64), "r(5, 2, 4).double()"),
        new("Bilinear(2, 3, 4)", () => new Bilinear(2, 3, 4), "r(5, 2), r(5, 3)"),
        new("Bilinear(2, 3, 4, bias=False)", () => new Bilinear(2, 3, 4, bias: false), "r(5, 6, 2), r(5, 6, 3)"),
        new("Bilinear(2, 3, 4, dtype=torch.float64)", () => new Bilinear(2, 3, 4, dtype: LibTorch.DType.Float64), "r(2).double(), r(3).double()"),
        new("PReLU()", () => new PReLU(), "r(3, 4)"),
        new("PReLU(4)", () => new PReLU(4), "r(3, 4, 2)"),
        new("PReLU(3, 0.5, dtype=torch.float64)", () => new PReLU(3, 0.5, dtype: LibTorch.DType.Float64), "r(2, 3).double()"),
        new("Embedding(5, 3)", () => new Embedding(5, 3), "torch.tensor([[1, 2], [0, 4]])"),
        new("Embedding(5, 3) ", () => new Embedding(5, 3), "torch.tensor(2)"),
        new("Embedding(5, 3, 0)", () => new Embedding(5, 3, 0), "torch.tensor([[1, 2], [0, 4]])"),
        new("Embedding(5, 3, padding_idx=-1, max_norm=1.0)", () => new Embedding(5, 3, paddingIdx: -1, maxNorm: 1), "torch.tensor([[1, 2], [0, 4]])"),
        new("Embedding(5, 3, norm_type=1., scale_grad_by_freq=True)", () => new Embedding(5, 3, normType: 1, scaleGradByFreq: true), "torch.tensor([[1, 1], [0, 4]])"),
        new("Embedding(5, 3, dtype=torch.float64)", () => new Embedding(5, 3, dtype: LibTorch.DType.Float64), "torch.tensor([1, 1], dtype=torch.int32)"),
        new("Embedding.from_pretrained(torch.arange(6.).reshape(3, 2))", () => Embedding.FromPretrained(Rows3()), "torch.tensor([2, 0])"),
        new("Embedding.from_pretrained(torch.arange(6.).reshape(3, 2), freeze=False, padding_idx=-1)", () => Embedding.FromPretrained(Rows3(), freeze: false, paddingIdx: -1), "torch.tensor([2, 0])"),
        new("Embedding.from_pretrained(torch.arange(6.).reshape(3, 2), False, 1, 2.0, 1.0, True)", () => Embedding.FromPretrained(Rows3(), false, 1, 2, 1, true), "torch.tensor([2, 0])"),
        new("EmbeddingBag(5, 3)", () => new EmbeddingBag(5, 3), "torch.tensor([[1, 2], [0, 4]])"),
        new("EmbeddingBag(5, 3) ", () => new EmbeddingBag(5, 3), "torch.tensor([1, 2, 0, 4, 4]), torch.tensor([0, 2])"),
        new("EmbeddingBag(5, 3, mode='max')", () => new EmbeddingBag(5, 3, mode: "max"), "torch.tensor([1, 2, 0, 4, 4]), torch.tensor([0, 2])"),
        new("EmbeddingBag(5, 3, mode='sum')", () => new EmbeddingBag(5, 3, mode: "sum"), "torch.tensor([[1, 2], [0, 4]])")
        {
            PythonCall = "m(given[0], per_sample_weights=torch.tensor([[1., 0.5], [2., 3.]]))",
            Call = (module, given) => [((EmbeddingBag)module).Call(given[0], null, Torch.Tensor(new[,] { { 1f, 0.5f }, { 2f, 3f } }))],
        },
        new("EmbeddingBag(5, 3, 1.0, 1.0, True, 'mean', include_last_offset=True, padding_idx=1)", () => new EmbeddingBag(5, 3, 1, 1, true, "mean", includeLastOffset: true, paddingIdx: 1), "torch.tensor([1, 2, 0, 4, 4]), torch.tensor([0, 2, 5])"),
        new("EmbeddingBag(5, 3, padding_idx=-2, dtype=torch.float64)", () => new EmbeddingBag(5, 3, paddingIdx: -2, dtype: LibTorch.DType.Float64), "torch.tensor([[1, 3], [0, 4]])"),
        new("EmbeddingBag.from_pretrained(torch.arange(6.).reshape(3, 2))", () => EmbeddingBag.FromPretrained(Rows3()), "torch.tensor([[2, 0]])"),
        new("EmbeddingBag.from_pretrained(torch.arange(6.).reshape(3, 2), False, mode='sum', padding_idx=0)", () => EmbeddingBag.FromPretrained(Rows3(), false, mode: "sum", paddingIdx: 0), "torch.tensor([[2, 0]])"),
    ];

    public static TheoryData<string> Names => LayerRow.Names(Rows);

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_Pythons(string name) => LayerParity.Check(python, LayerRow.Of(Rows, name));

    [Fact]
    public void Given_rows_are_the_weights_memory()
    {
        var rows = Rows3();
        using var embedding = Embedding.FromPretrained(rows);
        rows.Fill_(7);
        Assert.Equal(7, embedding.Weight[1, 1].Item<float>());
        Assert.False(embedding.Weight.RequiresGrad);
    }

    private static Tensor Rows3() => Torch.Arange(6.0, dtype: LibTorch.DType.Float32).Reshape(3, 2);
}
