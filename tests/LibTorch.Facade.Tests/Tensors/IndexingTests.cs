using System.Numerics;

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
        Parity.SameError(python, "x[::0]", () => _ = x[TensorIndex.Slice(step: 0)], Setup);
        Parity.SameError(python, "x[::-1]", () => _ = x[TensorIndex.Slice(step: -1)], Setup);
        Parity.SameError(python, "x[..., ..., 0]", () => _ = x[TensorIndex.Ellipsis, TensorIndex.Ellipsis, 0], Setup);
        Parity.SameError(python, "x[..., ..., 1:]", () => _ = x[TensorIndex.Ellipsis, TensorIndex.Ellipsis, 1..], Setup);
        Check("x[..., ...]", x[TensorIndex.Ellipsis, TensorIndex.Ellipsis]);
    }

    [Fact]
    public void A_tensor_without_dimensions_has_no_positions()
    {
        const string Setup = "t = torch.tensor(3.)";
        var t = Torch.Tensor(3f);
        Parity.SameError(python, "t[0]", () => _ = t[0], Setup);
        Parity.SameError(python, "t[1]", () => _ = t[1], Setup);
        Parity.SameError(python, "t[-1]", () => _ = t[-1], Setup);
        Parity.SameError(python, "t[0, 0]", () => _ = t[0, 0], Setup);
        Parity.SameError(python, "exec('t[1] = 5')", () => t[1] = 5, Setup);
        Parity.Same(python, "t[t > 2]", t[t > 2], Setup);
        Parity.Same(python, "t[...]", t[TensorIndex.Ellipsis], Setup);
    }

    [Fact]
    public void One_past_the_end_is_no_position()
    {
        var x = X;
        Assert.Contains("^0", Assert.Throws<TorchIndexException>(() => _ = x[^0]).Message, StringComparison.Ordinal);
        Assert.Contains("^0", Assert.Throws<TorchIndexException>(() => _ = x[0, ^0]).Message, StringComparison.Ordinal);
        Assert.Contains("^0", Assert.Throws<TorchIndexException>(() => x[[^0]] = 1).Message, StringComparison.Ordinal);
        Check("x[3:]", x[^0..]);
        Check("x[1:]", x[1..^0]);
    }

    [Fact]
    public void Lists_are_positions_or_masks()
    {
        var x = X;
        Check("x[[0, 2]]", x[[0, 2]]);
        Check("x[[-1]]", x[[^1]]);
        Check("x[[]]", x[[]]);
        Check("x[[0, 2], [1, 3]]", x[[0, 2], [1, 3]]);
        Check("x[:, [3, 0], 1:]", x[.., [3, 0], 1..]);
        Check("x[[True, False, True]]", x[[true, false, true]]);
        Check("x[0, [[0, 1], [2, 3]]]", x[0, [[0, 1], [2, 3]]]);
        Assigned("x[[0, 2]] = 5", x => x[[0, 2]] = 5);
        Assigned("x[:, [1, 2]] = torch.ones(2, 5)", x => x[.., [1, 2]] = Torch.Ones(2, 5));
        Parity.SameError(python, "x[[3]]", () => _ = x[[3]], Setup);
        Parity.SameError(python, "x[0, [[0, 1], [2]]]", () => _ = x[0, [[0, 1], [2]]], Setup);
        Parity.SameError(python, "x[0, [0, None]]", () => _ = x[0, [0, null]], Setup);

        // What holds more than numbers was a tuple before 2.9, and the same in both languages.
        Check("x[[[0, 1], [2, 3]]]", x[[[0, 1], [2, 3]]]);
    }

    [Fact]
    public void Null_is_None()
    {
        var x = X;
        Check("x[None]", x[null]);
        Check("x[None, 0]", x[null, 0]);
        Check("x[..., None]", x[TensorIndex.Ellipsis, null]);
        Assigned("x[None] = torch.ones(1, 3, 4, 5)", x => x[null] = Torch.Ones(1, 3, 4, 5));
        Assert.Throws<ArgumentNullException>(() => x[0] = null!);
    }

    [Fact]
    public void Positions_may_be_of_any_integers_where_there_is_one()
    {
        var x = X;
        foreach (var dtype in (DType[])[DType.Int8, DType.Int16, DType.Int32, DType.Int64])
        {
            Check("x[2, :, 1]", x[Torch.Tensor(2).To(dtype), .., Torch.Tensor(1).To(dtype)]);
        }

        // C#'s literals make int32, which Python's torch takes since 2.0 and this on every version.
        Check("x[k]", x[Torch.Tensor([2, 0])]);
        Check("x[:, k, k]", x[.., Torch.Tensor([2, 0]), K]);
        Assigned("x[k] = 7", x => x[Torch.Tensor([2, 0])] = 7);
        Parity.SameError(python, "x[k.short()]", () => _ = x[K.To(DType.Int16)], Setup);
    }

    [Fact]
    public void What_a_position_in_a_tensor_chooses_is_a_view()
    {
        var (x, place) = (X, X.Argmax());

        x[1, 2, Torch.Tensor(3)].Fill_(-1);
        x.Flatten()[place].Fill_(0);
        Parity.Same(python, "x", x, Setup + "; x[1, 2, torch.tensor(3)].fill_(-1); x.flatten()[x.argmax()].fill_(0)");
    }

    [Fact]
    public void Numbers_can_be_assigned()
    {
        Assigned("x[0] = 5", x => x[0] = 5);
        Assigned("x[1, 2, 3] = 2.5", x => x[1, 2, 3] = 2.5);
        Assigned("x[..., 1] = 2.5", x => x[TensorIndex.Ellipsis, 1] = 2.5f);
        Assigned("x[1:] = True", x => x[1..] = true);
        Assigned("x[x > 30] = 0.1", x => x[x > 30] = 0.1);
        Assigned("x[0] += 1", x => x[0] += 1);
        Assigned("x[:, 1] *= 2", x => x[.., 1] *= 2);
        foreach (var dtype in (DType[])[DType.Int64, DType.UInt8, DType.Bool, DType.Float16, DType.Complex64])
        {
            var y = X.To(dtype);
            (y[0], y[^1, 0]) = (2.5, new Complex(3, 0));
            Parity.Same(python, "y", y, $"{Setup}; y = x.to({dtype}); y[0] = 2.5; y[-1, 0] = 3 + 0j");
        }

        Parity.SameError(python, "exec('x[0] = 1j')", () => X[0] = Complex.ImaginaryOne, Setup);
        Parity.SameError(python, "exec('x.byte()[0] = 300')", () => X.To(DType.UInt8)[0] = 300, Setup);
        Parity.SameError(python, "exec('x[0] = 2 ** 64 - 1')", () => X[0] = ulong.MaxValue, Setup);
        Assert.Throws<ArgumentException>(() => X[0] = default(Scalar));
    }

    [Fact]
    public void A_number_is_no_tensor_elsewhere()
    {
        Tensor five = 5, half = 0.5;
        Assert.EndsWith("must be Tensor, not int", Assert.Throws<TorchTypeException>(() => Torch.Exp(five)).Message, StringComparison.Ordinal);
        Assert.EndsWith("must be Tensor, not float", Assert.Throws<TorchTypeException>(() => X.Matmul(half)).Message, StringComparison.Ordinal);
        Assert.Throws<TorchTypeException>(() => five.Shape);
        five.Dispose();
        var x = X;
        (x[0], x[1]) = (five, five);
        Parity.Same(python, "x", x, Setup + "; x[0] = x[1] = 5");

        // Where a number can be given as such, it is not taken for a tensor.
        var m = Torch.Eye(3);
        Parity.Same(python, "torch.linalg.matrix_rank(m, 0.1)", Torch.Linalg.MatrixRank(m, 0.1), "m = torch.eye(3)");
        Parity.Same(python, "m.clamp(0, 0.5)", m.Clamp(0, 0.5), "m = torch.eye(3)");
        Parity.Same(python, "m.repeat_interleave(2)", m.RepeatInterleave(2), "m = torch.eye(3)");
    }

    [Fact]
    public void Sparse_tensors_cannot_be_assigned_to() =>
        Parity.SameError(python, "exec('x.to_sparse()[0] = 1')", () => X.ToSparse()[0] = 1, Setup);

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
