namespace LibTorch.Tests.Display;

/// <summary>What printing does besides giving a text.</summary>
public sealed class ToStringTests(PythonSession python)
{
    [Fact]
    public void A_disposed_tensor_throws()
    {
        var x = Torch.Zeros([2]);
        x.Dispose();

        Assert.Throws<ObjectDisposedException>(() => x.ToString());
        Assert.Throws<ObjectDisposedException>(() => x.ToString(TensorFormat.NumPy));
    }

    // 10^12 elements that share one place: a copy of them, or of one row's ends in every row, would not fit any memory.
    [Fact]
    public void Only_the_edges_of_a_large_tensor_are_read()
    {
        using var x = Torch.Full([], 2.5).Expand([1_000_000, 1_000_000]);

        Assert.Equal(7, x.ToString().Split('\n').Length);
        Assert.StartsWith("[[2.5 2.5 2.5 ... 2.5 2.5 2.5]\n", x.ToString(TensorFormat.NumPy), StringComparison.Ordinal);
    }

    [Fact]
    public void Printing_leaves_the_graph_and_the_mode_as_they_were()
    {
        using var x = Torch.Ones([3], requiresGrad: true);
        using var y = x * 2;
        var version = y.Version;

        Assert.Equal("tensor([2., 2., 2.], grad_fn=<MulBackward0>)", y.ToString());

        Assert.True(Torch.IsGradEnabled());
        Assert.Equal(version, y.Version);
        y.Sum().Backward();
        Assert.Equal("tensor([2., 2., 2.])", x.Grad!.ToString());
    }

    [Fact]
    public void A_meta_tensor_has_no_text_in_numpy()
    {
        using var x = Torch.Zeros([2, 3], device: "meta");

        Assert.Equal("tensor(..., device='meta', size=(2, 3))", x.ToString());
        Assert.Throws<NotSupportedException>(() => x.ToString(TensorFormat.NumPy));
    }

    [Fact]
    public void Sparse_and_quantized_tensors_print_as_in_Python()
    {
        const string Script = """
            x = torch.tensor([[0., 1.5], [-2.25, 0.]])
            y = torch.tensor([0.1, 0.25]), torch.tensor([0, 1])
            for z in (x.to_sparse(), x.double().to_sparse(), torch.zeros(0, 3).to_sparse(), x.to_sparse_csr(), x.to_mkldnn(),
                      torch.quantize_per_tensor(x, 0.1, 3, torch.qint8), torch.quantize_per_channel(x, *y, 0, torch.quint8)):
                print(z)
            """;
        using var x = Torch.Tensor(new[,] { { 0f, 1.5f }, { -2.25f, 0f } });
        object?[] printed =
        [
            Call("to_sparse", x),
            Call("to_sparse", x.To(DType.Float64)),
            Call("to_sparse", Torch.Zeros([0, 3])),
            Call("to_sparse_csr", x),
            Call("to_mkldnn", x),
            Call("quantize_per_tensor", x, 0.1, 3L, (long)ScalarType.QInt8),
            Call("quantize_per_channel", x, Torch.Tensor([0.1f, 0.25f]), Torch.Tensor([0L, 1L]), 0L, (long)ScalarType.QUInt8),
        ];

        Assert.Equal(python.Run(Script), string.Concat(printed.Select(text => text + "\n")));
    }

    private static object? Call(string name, params object?[] arguments) => Torch.Ops["aten::" + name].Invoke(arguments)[0];
}
