using LibTorch.NN;

namespace LibTorch.Tests.Files;

/// <summary>Tensors of all kinds.</summary>
internal static class TensorRows
{
    private static readonly (string Name, DType DType)[] DTypes =
    [
        ("float64", DType.Float64), ("float32", DType.Float32), ("float16", DType.Float16), ("bfloat16", DType.BFloat16), ("int64", DType.Int64), ("int32", DType.Int32),
        ("int16", DType.Int16), ("int8", DType.Int8), ("uint8", DType.UInt8), ("bool", DType.Bool), ("complex128", DType.Complex128), ("complex64", DType.Complex64),
    ];

    private static readonly (string Name, DType DType, string Since)[] NewDTypes = [("complex32", DType.Complex32, "2.6"), ("uint16", DType.UInt16, "2.6"), ("uint32", DType.UInt32, "2.6"), ("uint64", DType.UInt64, "2.6")];

    public static IReadOnlyList<SavedRow> All { get; } =
    [
        .. DTypes.Select(row => new SavedRow($"torch.arange(6).reshape(2, 3).to(torch.{row.Name})", () => Numbers().To(row.DType))),
        .. NewDTypes.Select(row => new SavedRow($"torch.arange(6).reshape(2, 3).to(torch.{row.Name})", () => Numbers().To(row.DType), Since: row.Since)),
        new("torch.tensor(1.5)", () => Torch.Tensor(1.5f)),
        new("torch.empty(0)", () => Torch.Empty([0])),
        new("torch.empty(0, 3, dtype=torch.int64)", () => Torch.Empty([0, 3], dtype: DType.Int64)),
        new("[torch.arange(6).reshape(2, 3).t(), torch.arange(6)[1:], torch.arange(6)[::2], torch.arange(2).expand(3, 2)]", () => new List<object?>
        {
            Numbers().T, Torch.Arange(6)[1..], Torch.Arange(6).Slice(0, 0, 6, 2), Torch.Arange(2).Expand([3, 2]),
        }),
        new("[x, x[1:], x.t(), x.detach()]", () => Views(), "x = torch.arange(6.).reshape(2, 3)"),
        new("[x, x, (x,)]", () => Same(), "x = torch.arange(6.)"),
        new("torch.arange(120).reshape(1, 2, 3, 4, 5)", () => Torch.Arange(120).Reshape([1, 2, 3, 4, 5])),
        new("torch.ones(2, requires_grad=True)", () => Torch.Ones([2], requiresGrad: true)),
        new("torch.ones(2, requires_grad=True) * 2", () => Torch.Ones([2], requiresGrad: true) * 2),
        new("nn.Parameter(torch.ones(2, 2))", () => new Parameter(Torch.Ones([2, 2]))),
        new("[nn.Parameter(torch.ones(2), requires_grad=False), p, p]", () => Parameters(), "p = nn.Parameter(torch.ones(1))"),
        new("torch.ones(3, 300, device='meta')", () => Torch.Ones([3, 300], device: Device.Meta)),
        new("torch.tensor([[0., 1.], [2., 0.]]).to_sparse()", () => Torch.Tensor(new[,] { { 0f, 1f }, { 2f, 0f } }).ToSparse()),
        new("torch.sparse_coo_tensor(torch.tensor([[0, 0]]), torch.tensor([1., 2.]), (2,))", () => Torch.SparseCooTensor(Torch.Tensor(new[,] { { 0L, 0L } }), Torch.Tensor([1f, 2f]), [2])),
        new("torch.tensor([[0., 1.], [2., 0.]]).to_sparse_csr()", () => Torch.Tensor(new[,] { { 0f, 1f }, { 2f, 0f } }).ToSparseCsr()),
        new("torch.quantize_per_tensor(torch.tensor([0.5, 1., -1.]), 0.1, 10, torch.quint8)", () => Torch.QuantizePerTensor(Torch.Tensor([0.5f, 1f, -1f]), 0.1, 10, DType.QUInt8)),
        new("torch.quantize_per_tensor(torch.tensor([0.5, 1., -1.]), 0.1, 10, torch.qint32)", () => Torch.QuantizePerTensor(Torch.Tensor([0.5f, 1f, -1f]), 0.1, 10, DType.QInt32)),
        new("torch.quantize_per_channel(torch.ones(2, 3), torch.tensor([0.1, 0.2]), torch.tensor([10, 0]), 0, torch.qint8)", () =>
            Torch.QuantizePerChannel(Torch.Ones([2, 3]), Torch.Tensor([0.1f, 0.2f]), Torch.Tensor([10, 0L]), 0, DType.QInt8)),
        new("torch.tensor([1 + 2j]).conj()", () => Torch.Tensor([new System.Numerics.Complex(1, 2)]).To(DType.Complex64).Conj(), Since: "2.0"),
        new("torch.tensor([1 + 2j]).conj().imag", () => Torch.Tensor([new System.Numerics.Complex(1, 2)]).To(DType.Complex64).Conj().Imag, Since: "2.0"),
        new("[torch.empty(0), torch.empty(0)]", () => new List<object?> { Torch.Empty([0]), Torch.Empty([0]) }),
        new("[torch.full((1,), float(i)) for i in range(12)]", () => Enumerable.Range(0, 12).Select(i => (object?)Torch.Full([1], (float)i)).ToList()),
        new("{str(i): torch.zeros(1) for i in range(300)}", () => Enumerable.Range(0, 300).ToDictionary(i => new string(i.ToString(null, null).AsSpan()), _ => Torch.Zeros([1]))),
    ];

    private static Tensor Numbers() => Torch.Arange(6).Reshape([2, 3]);

    private static List<object?> Views()
    {
        var x = Torch.Arange(6.0, dtype: DType.Float32).Reshape([2, 3]);
        return [x, x[1..], x.T, x.Detach()];
    }

    private static List<object?> Same()
    {
        var x = Torch.Arange(6.0, dtype: DType.Float32);
        return [x, x, new object?[] { x }];
    }

    private static List<object?> Parameters()
    {
        var p = new Parameter(Torch.Ones([1]));
        return [new Parameter(Torch.Ones([2]), requiresGrad: false), p, p];
    }
}
