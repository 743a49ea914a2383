namespace LibTorch.Tests.Autograd;

/// <summary>Gradients of operations in special cases; the names are those of PyTorch's own tests.</summary>
public sealed class OperationTests(PythonSession python)
{
    private const string Head = """
        x = torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64, requires_grad=True)
        y = torch.tensor([5., 7.], dtype=torch.float64, requires_grad=True)
        z = torch.zeros(3, dtype=torch.float64, requires_grad=True)

        """;

    private readonly Tensor _x = Torch.Tensor(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }, requiresGrad: true);
    private readonly Tensor _y = Torch.Tensor([5.0, 7.0], requiresGrad: true);
    private readonly Tensor _z = Torch.Zeros([3], dtype: DType.Float64, requiresGrad: true);

    [Fact]
    public void test_indexing()
    {
        ByX("x[1]", _x[1]);
        ByX("x[..., 0] * 1", _x[TensorIndex.Ellipsis, 0] * 1);
        ByX("x[:, 1:]", _x[.., 1..]);
        ByX("x[None, 1, ::2] * 1", _x[TensorIndex.NewAxis, 1, TensorIndex.Slice(step: 2)] * 1);
        ByX("x[x > 2]", _x[_x > 2]);
        ByX("x[torch.tensor([1, 0])]", _x[Torch.Tensor([1L, 0L])]);
    }

    [Fact]
    public void test_indexing_duplicates()
    {
        ByX("x[torch.tensor([1, 1, 0, 1])]", _x[Torch.Tensor([1L, 1, 0, 1])]);
        ByX("x[torch.tensor([1, 1]), torch.tensor([0, 0])]", _x[Torch.Tensor([1L, 1]), Torch.Tensor([0L, 0])]);
    }

    [Fact]
    public void test_setitem()
    {
        var a = _x.Clone();
        a[0] = _y;
        a[.., 1] = Torch.Tensor(9.0);
        a[a > 4] *= 2;
        ByXAndY("a", a, "a = x.clone(); a[0] = y; a[:, 1] = 9; a[a > 4] *= 2");
    }

    [Fact]
    public void test_cat()
    {
        ByXAndY("torch.cat([x, y[None], x], 0)", Torch.Cat([_x, _y[TensorIndex.NewAxis], _x], 0));
        ByXAndY("torch.cat([x.float(), y[None]], 0)", Torch.Cat([_x.Float(), _y[TensorIndex.NewAxis]], 0));
    }

    [Fact]
    public void test_cat_negdim_1() => ByXAndY("torch.cat([x, y[:, None], x], -1)", Torch.Cat([_x, _y[.., TensorIndex.NewAxis], _x], -1));

    [Fact]
    public void test_cat_empty() => ByX("torch.cat([x, x[:, :0]], 1)", Torch.Cat([_x, _x[.., ..0]], 1));

    [Fact]
    public void test_cat_empty_legacy()
    {
        using var empty = Torch.Empty([0], dtype: DType.Float64, requiresGrad: true);
        Torch.Cat([empty, _x], 0).Sum().Backward();
        Parity.Same(python, "[e.grad, x.grad]", [empty.Grad!, _x.Grad!], Head + "e = torch.empty(0, dtype=torch.float64, requires_grad=True); torch.cat([e, x], 0).sum().backward()");
    }

    [Fact]
    public void test_unbind()
    {
        var parts = _x.Unbind(1);
        ByX("x.unbind(1)[0] * x.unbind(1)[1].exp()", parts[0] * parts[1].Exp());
    }

    [Fact]
    public void test_fill()
    {
        var a = _x.Clone();
        a.Fill_(2);
        var b = _x * 3;
        b[0].Fill_(_y[0]);
        ByXAndY("(a, b)[1] + a", b + a, "a = x.clone(); a.fill_(2); b = x * 3; b[0].fill_(y[0])");
    }

    [Fact]
    public void test_select_sum() => ByX("x.select(1, 0).sum().exp()", _x.Select(1, 0).Sum().Exp());

    [Fact]
    public void test_diagonal_expanded_v()
    {
        var grad = Torch.Autograd.Grad(_x.Diagonal(), _x, Torch.Tensor(3.0).Expand(2));
        Parity.Same(python, "torch.autograd.grad(x.diagonal(), x, torch.tensor(3., dtype=torch.float64).expand(2))[0]", grad, Head);
    }

    [Fact]
    public void test_select_expanded_v()
    {
        var grad = Torch.Autograd.Grad(_x.Select(0, 1), _x, Torch.Tensor(3.0).Expand(2));
        Parity.Same(python, "torch.autograd.grad(x.select(0, 1), x, torch.tensor(3., dtype=torch.float64).expand(2))[0]", grad, Head);
    }

    [Fact]
    public void test_slice_expanded_v()
    {
        var grad = Torch.Autograd.Grad(_x[1..], _x, Torch.Tensor(3.0).Expand(1, 2));
        Parity.Same(python, "torch.autograd.grad(x[1:], x, torch.tensor(3., dtype=torch.float64).expand(1, 2))[0]", grad, Head);
    }

    [Fact]
    public void test_broadcast_tensors()
    {
        var pair = Torch.BroadcastTensors([_x, _y]);
        ByXAndY("torch.broadcast_tensors(x, y)[1] * torch.broadcast_tensors(x, y)[0]", pair[1] * pair[0]);
    }

    [Fact]
    public void test_type_conversions()
    {
        ByX("x.float()", _x.Float());
        ByX("x.half().double() * x", _x.Half().Double() * _x);
        ByX("x.to(torch.complex128).real", Torch.Real(_x.To(DType.Complex128)));
        Assert.Null(_x.Double().GradFn);
        Assert.False(_x.Long().RequiresGrad);
    }

    [Fact]
    public void test_pyscalar_conversions()
    {
        var one = _y[0];
        Assert.Equal(python.Eval("[float(y[0]), int(y[0]), bool(y[0]), y[0].item()]", Head), $"[{(double)one:0.0}, {(long)one}, {(bool)one}, {one.Item<double>():0.0}]");
        Parity.SameError(python, "float(y)", () => _ = (double)_y, Head);
    }

    [Fact]
    public void test_norm_subgradient()
    {
        foreach (var p in new[] { 0.5, 1.0, 2.0, 3.0 })
        {
            Parity.Same(python, $"torch.autograd.grad(torch.linalg.vector_norm(z, {p:0.0}), z)[0]", Torch.Autograd.Grad(Torch.Linalg.VectorNorm(_z, p), _z), Head);
        }
    }

    [Fact]
    public void test_norm_inf_subgradient()
    {
        var a = Torch.Tensor([2.0, -2.0, 1.0, 2.0], requiresGrad: true);
        var grad = Torch.Autograd.Grad(Torch.Linalg.VectorNorm(a, double.PositiveInfinity), a);
        Parity.Same(python, "torch.autograd.grad(torch.linalg.vector_norm(a, float('inf')), a)[0]", grad, "a = torch.tensor([2., -2., 1., 2.], dtype=torch.float64, requires_grad=True)");
    }

    [Fact]
    public void test_pow_zero_tensor_gradient()
    {
        Parity.Same(python, "torch.autograd.grad(z.pow(2).sum(), z)[0]", Torch.Autograd.Grad(_z.Pow(2).Sum(), _z), Head);
        Parity.Same(python, "torch.autograd.grad(z.pow(z).sum(), z)[0]", Torch.Autograd.Grad(_z.Pow(_z).Sum(), _z), Head);
        Parity.Same(python, "torch.autograd.grad(z.pow(0.).sum(), z)[0]", Torch.Autograd.Grad(_z.Pow(0.0).Sum(), _z), Head);
    }

    [Fact]
    public void test_pow_scalar_base() => ByX("2 ** x", Torch.Pow(2, _x));

    [Fact]
    public void test_sinc() =>
        Parity.Same(python, "torch.autograd.grad(torch.sinc(z).sum(), z)[0]", Torch.Autograd.Grad(Torch.Sinc(_z).Sum(), _z), Head);

    [Fact]
    public void test_sum_to_with_empty_dim_grad()
    {
        using var a = Torch.Ones([4, 0], requiresGrad: true);
        using var b = Torch.Ones([4, 1], requiresGrad: true);
        (a + b).Sum().Backward();
        Parity.Same(python, "[a.grad, b.grad]", [a.Grad!, b.Grad!], "a = torch.ones(4, 0, requires_grad=True); b = torch.ones(4, 1, requires_grad=True); (a + b).sum().backward()");
    }

    [Fact]
    public void test_sort()
    {
        var (values, indices) = _x.Sort(1, descending: true);
        Assert.False(indices.RequiresGrad);
        ByX("x.sort(1, descending=True)[0] * x", values * _x);
    }

    [Fact]
    public void test_var_mean_differentiable() => ByX("sum(torch.var_mean(x, 1)) + sum(torch.std_mean(x, 1))", VarMean());

    [Fact]
    public void test_mul_out()
    {
        var (a, b, result) = (Torch.Ones(2), Torch.Ones(2), Torch.Zeros(2));
        Torch.MulOut(result, a, b);
        Assert.False(result.RequiresGrad);
        Parity.SameError(python, "torch.mul(y, y, out=torch.zeros(2, dtype=torch.float64))", () => Torch.MulOut(Torch.Zeros(2, dtype: DType.Float64), _y, _y), Head);
    }

    [Fact]
    public void test_mul_out_result_requires_grad() =>
        Parity.SameError(python, "torch.mul(torch.ones(2), torch.ones(2), out=torch.zeros(2, requires_grad=True))", () => Torch.MulOut(Torch.Zeros([2], requiresGrad: true), Torch.Ones(2), Torch.Ones(2)));

    [Fact]
    public void test_diagonal_derivative_requires_grad() => ByX("x.diagonal() ** 2", _x.Diagonal().Pow(2), second: true);

    [Fact]
    public void test_dependent_backward()
    {
        var a = _x.Pow(2);
        var b = a.Pow(3);
        Torch.Autograd.Backward([a, b], [Torch.Ones(2, 2), Torch.Ones(2, 2)]);
        Parity.Same(python, "x.grad", _x.Grad!, Head + "a = x ** 2; b = a ** 3; torch.autograd.backward([a, b], [torch.ones(2, 2), torch.ones(2, 2)])");
    }

    [Fact]
    public void test_unused_output()
    {
        var parts = _x.Chunk(2);
        ByX("x.chunk(2)[1] * 2", parts[1] * 2);
        Assert.Null(_y.Grad);
    }

    [Fact]
    public void test_dep_nograd()
    {
        using var plain = Torch.Tensor([1.0, 2.0]);
        ByX("(torch.tensor([1., 2.], dtype=torch.float64).sort()[1] + x)", plain.Sort().Indices + _x);
    }

    [Fact]
    public void test_sparse_mm_backward()
    {
        var a = _x.Detach().ToSparse().RequiresGrad_();
        var result = (Tensor)Torch.Ops["aten::_sparse_mm"].Invoke(a, _x)[0]!;
        result.Sum().Backward();
        Parity.Same(python, "[r, a.grad.to_dense(), x.grad]", [result, a.Grad!.ToDense(), _x.Grad!], Head + "a = x.detach().to_sparse().requires_grad_(); r = torch.sparse.mm(a, x); r.sum().backward()");
    }

    [Fact]
    public void test_sparse_ctor_getter_backward()
    {
        var indices = Torch.Tensor(new[,] { { 0L, 1 }, { 1, 1 } });
        var sparse = Torch.SparseCooTensor(indices, _y, new long[] { 2, 2 });
        var doubled = (sparse * 2).Coalesce().Values().Exp().Sum();
        doubled.Backward();
        Parity.Same(python, "y.grad", _y.Grad!, Head + "s = torch.sparse_coo_tensor(torch.tensor([[0, 1], [1, 1]]), y, (2, 2)); (s * 2).coalesce().values().exp().sum().backward()");
    }

    [Fact]
    public void test_sparse_backward()
    {
        // Dense and sparse gradients of one leaf, in each order.
        var places = Torch.Tensor([1L, 1]);
        foreach (var order in new[] { "sd", "ds", "ss", "sds" })
        {
            _x.Grad = null;
            Tensor Sparse() => Torch.Embedding(_x, places, sparse: true).Exp().Sum();
            Tensor Dense() => (_x * 3).Sum();
            order.Select(kind => kind == 's' ? Sparse() : Dense()).Aggregate((a, b) => a + b).Backward();
            var terms = string.Join(" + ", order.Select(kind => kind == 's' ? "torch.embedding(x, torch.tensor([1, 1]), sparse=True).exp().sum()" : "(x * 3).sum()"));
            Parity.Same(python, "x.grad.to_dense()", _x.Grad!.ToDense(), Head + $"({terms}).backward()");
            Assert.Equal(python.Eval("x.grad.is_sparse", Head + $"({terms}).backward()"), $"{_x.Grad.Layout == Layout.Sparse}");
        }
    }

    private Tensor VarMean()
    {
        var (variance, mean) = Torch.VarMean(_x, 1);
        var (deviation, other) = Torch.StdMean(_x, 1);
        return (variance + mean) + (deviation + other);
    }

    // The value, and the gradient of its squares; with second also the gradient's own.
    private void ByX(string expression, Tensor value, bool second = false)
    {
        var grad = Torch.Autograd.Grad(value.Pow(2).Sum(), _x, createGraph: second);
        Parity.Same(python, "[v, g]", [value, grad], Head + $"v = {expression}; g, = torch.autograd.grad((v ** 2).sum(), x, create_graph={second})");
        if (second)
        {
            Parity.Same(python, "torch.autograd.grad(g.sum(), x)", [Torch.Autograd.Grad(grad.Sum(), _x)], Head + $"v = {expression}; g, = torch.autograd.grad((v ** 2).sum(), x, create_graph=True)");
        }
    }

    private void ByXAndY(string expression, Tensor value, string setup = "pass")
    {
        var grads = Torch.Autograd.Grad([value.Pow(2).Sum()], [_x, _y]);
        Parity.Same(python, "[v, *torch.autograd.grad((v ** 2).sum(), [x, y])]", [value, .. grads!], Head + setup + $"\nv = {expression}");
    }
}
