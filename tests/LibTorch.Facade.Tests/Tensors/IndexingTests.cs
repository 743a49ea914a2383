namespace LibTorch.Tests.Tensors;

public sealed class IndexingTests(PythonSession python)
{
    private const string Setup = "x = torch.arange(60.).reshape(3, 4, 5); k = torch.tensor([2, 0]); m = x[:, 0, 0] > 10";

    private static Tensor X => Torch.Arange(60.0).Reshape(3, 4, 5);

    private static Tensor K => Torch.Tensor([2L, 0]);

    [Fact]
    public void Integers_ranges_slices_and_axes()
    {
        var x = X;
        Check("x[1]", x[1]);
        Check("x[-1]", x[-1]);
        Check("x[-1]", x[^1]);
        Check("x[1, 2, 3]", x[1, 2, 3]);
        Check("x[0, 1:3]", x[0, 1..3]);
        Check("x[:, 1:]", x[.., 1..]);
        Check("x[:-1]", x[..^1]);
        Check("x[1:99]", x[1..99]);
        Check("x[2:1]", x[2..1]);
        Check("x[..., 0]", x[TensorIndex.Ellipsis, 0]);
        Check("x[0, ..., 1:3]", x[0, TensorIndex.Ellipsis, 1..3]);
        Check("x[None, 0, ..., None]", x[TensorIndex.NewAxis, 0, TensorIndex.Ellipsis, TensorIndex.NewAxis]);
        Check("x[:, ::2]", x[.., TensorIndex.Slice(step: 2)]);
        Check("x[:, 1:4:2]", x[.., TensorIndex.Slice(1, 4, 2)]);
        Check("x[...]", x[TensorIndex.Ellipsis]);
        Check("x[True]", x[true]);
        Check("x[False]", x[false]);
    }

    [Fact]
    public void Tensors_choose_positions_and_masks()
    {
        var x = X;
        var mask = x[.., 0, 0] > 10;
        Check("x[k]", x[K]);
        Check("x[:, k]", x[.., K]);
        Check("x[k, 1]", x[K, 1]);
        Check("x[1, k]", x[1, K]);
        Check("x[k, k]", x[K, K]);
        Check("x[k, :, k]", x[K, .., K]);
        Check("x[..., k]", x[TensorIndex.Ellipsis, K]);
        Check("x[m]", x[mask]);
        Check("x[m, 1:3]", x[mask, 1..3]);
        Check("x[x > 30]", x[x > 30]);
        Check("x[:, x[0] > 7]", x[.., x[0] > 7]);
        Check("x[None, k]", x[TensorIndex.NewAxis, K]);
    }

    [Fact]
    public void Assignment_through_the_brackets()
    {
        Assigned("x[1] = torch.ones(4, 5)", x => x[1] = Torch.Ones(4, 5));
        Assigned("x[0, 1:3] = torch.tensor(7.)", x => x[0, 1..3] = Torch.Tensor(7f));
        Assigned("x[..., 0] = torch.zeros(1, 1, 3, 4)", x => x[TensorIndex.Ellipsis, 0] = Torch.Zeros(1, 1, 3, 4));
        Assigned("x[k] = torch.tensor(-1.)", x => x[K] = Torch.Tensor(-1f));
        Assigned("x[x > 30] = torch.tensor(0.)", x => x[x > 30] = Torch.Tensor(0f));
        Assigned("x[k, 1] = torch.tensor([[1.], [2.]])", x => x[K, 1] = Torch.Tensor(new[,] { { 1f }, { 2f } }));
    }

    [Fact]
    public void A_view_writes_to_its_source()
    {
        var x = X;
        x[0].Zero_();
        Parity.Same(python, "x", x, Setup + "; x[0].zero_()");
    }

    [Fact]
    public void Errors_are_Pythons()
    {
        var x = X;
        Parity.SameError(python, "x[3]", () => _ = x[3], Setup);
        Parity.SameError(python, "x[-4]", () => _ = x[-4], Setup);
        Parity.SameError(python, "x[0, 4]", () => _ = x[0, 4], Setup);
        Parity.SameError(python, "x[0, 0, 0, 0]", () => _ = x[0, 0, 0, 0], Setup);
        Parity.SameError(python, "x[0, 0, 0][0]", () => _ = x[0, 0, 0][0], Setup);
        Parity.SameError(python, "x[0, 0, 0][1:]", () => _ = x[0, 0, 0][1..], Setup);
        Parity.SameError(python, "x[torch.tensor([5])]", () => _ = x[Torch.Tensor([5L])], Setup);
        Parity.SameError(python, "x[torch.tensor([True])]", () => _ = x[Torch.Tensor([true])], Setup);
        Parity.SameError(python, "exec('x[0] = torch.ones(3)')", () => x[0] = Torch.Ones(3), Setup);
        Assert.Throws<TorchValueException>(() => TensorIndex.Slice(step: 0));
        Assert.Throws<TorchIndexException>(() => _ = x[TensorIndex.Ellipsis, TensorIndex.Ellipsis]);
    }

    [Fact]
    public void Indexing_is_recorded_in_the_graph()
    {
        using var x = Torch.Arange(6.0, requiresGrad: true);
        (x[1..3].Sum() + x[x > 3].Sum()).Backward();
        Parity.Same(python, "x.grad", x.Grad!, "x = torch.arange(6., requires_grad=True); (x[1:3].sum() + x[x > 3].sum()).backward()");
    }

    private void Check(string expression, Tensor actual) => Parity.Same(python, expression, actual, Setup);

    private void Assigned(string statement, Action<Tensor> assign)
    {
        var x = X;
        assign(x);
        Parity.Same(python, "x", x, Setup + "; " + statement);
    }
}
