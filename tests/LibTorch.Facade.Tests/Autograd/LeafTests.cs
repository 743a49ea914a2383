namespace LibTorch.Tests.Autograd;

/// <summary>What requires grad, what a leaf may be given, and what no_grad leaves out; the names are those of PyTorch's own tests.</summary>
public sealed class LeafTests(PythonSession python)
{
    private const string Head = """
        x = torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64, requires_grad=True)
        y = torch.tensor([[5., 6.], [7., 8.]], dtype=torch.float64, requires_grad=True)

        """;

    private readonly Tensor _x = Torch.Tensor(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }, requiresGrad: true);
    private readonly Tensor _y = Torch.Tensor(new[,] { { 5.0, 6.0 }, { 7.0, 8.0 } }, requiresGrad: true);

    [Fact]
    public void test_requires_grad()
    {
        var plain = Torch.Ones([2, 2], dtype: DType.Float64);
        Assert.False((plain + plain).RequiresGrad);
        var mixed = plain + _x;
        Assert.True(mixed.RequiresGrad);
        mixed.RegisterHook(_ => throw new InvalidDataException("nothing goes back that way"));
        plain.RequiresGrad = true;
        (plain * 2).Sum().Backward();
        Parity.Same(python, "torch.full((2, 2), 2., dtype=torch.float64)", plain.Grad!);
        Parity.SameError(python, "setattr(x * 2, 'requires_grad', False)", () => (_x * 2).RequiresGrad = false, Head);
    }

    [Fact]
    public void test_requires_grad_factory()
    {
        Assert.True(Torch.OnesLike(_x, requiresGrad: true).RequiresGrad);
        Assert.False(Torch.OnesLike(_x).RequiresGrad);
        Assert.True(Torch.Empty([2], requiresGrad: true).IsLeaf);
        Assert.True(Torch.EmptyLike(_x, requiresGrad: true).RequiresGrad);
        Parity.SameError(python, "torch.zeros(2, dtype=torch.int32, requires_grad=True)", () => Torch.Zeros([2], dtype: DType.Int32, requiresGrad: true));
    }

    [Fact]
    public void test_set_requires_grad_only_for_floats()
    {
        foreach (var (dtype, name) in new[] { (DType.Int64, "torch.int64"), (DType.Bool, "torch.bool"), (DType.UInt8, "torch.uint8") })
        {
            var tensor = Torch.Zeros(2, dtype: dtype);
            tensor.RequiresGrad_(false);
            tensor.RequiresGrad = false;
            Parity.SameError(python, $"torch.zeros(2, dtype={name}).requires_grad_()", () => tensor.RequiresGrad_());
            Parity.SameError(python, $"setattr(torch.zeros(2, dtype={name}), 'requires_grad', True)", () => tensor.RequiresGrad = true);
        }

        foreach (var dtype in new[] { DType.Float16, DType.BFloat16, DType.Complex64 })
        {
            Assert.True(Torch.Zeros(2, dtype: dtype).RequiresGrad_().RequiresGrad);
        }
    }

    [Fact]
    public void test_grad_assignment()
    {
        _x.Grad = Torch.Zeros([2, 2], dtype: DType.Float64);
        Fails("x.grad = torch.zeros(2, 3, dtype=torch.float64)", () => _x.Grad = Torch.Zeros([2, 3], dtype: DType.Float64));
        Fails("x.grad = torch.zeros(2, 2)", () => _x.Grad = Torch.Zeros(2, 2));
        Fails("x.grad = x", () => _x.Grad = _x);
        _x.Sum().Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + "x.grad = torch.zeros(2, 2, dtype=torch.float64); x.sum().backward()");
    }

    [Fact]
    public void test_accumulate_grad_tensor_reference()
    {
        // Whether .grad stays the same tensor: dense grows in place, sparse gives way to dense.
        foreach (var (create, dense) in new[] { (false, true), (true, true), (false, false) })
        {
            Tensor Start() => dense ? Torch.Ones([2, 2], dtype: DType.Float64) : Torch.Ones([2, 2], dtype: DType.Float64).ToSparse();
            _x.Grad = Start();
            var before = _x.Grad!;
            _x.Exp().Sum().Backward(createGraph: create);
            var code = $"start = lambda: torch.ones(2, 2, dtype=torch.float64){(dense ? "" : ".to_sparse()")}\nx.grad = start(); before = x.grad; x.exp().sum().backward(create_graph={create})";
            Parity.Same(python, "x.grad", _x.Grad!, Head + code);

            // Another object may stand for the same tensor: then a change of one is a change of the other.
            using (Torch.NoGrad())
            {
                before.Zero_();
            }

            var same = Torch.CountNonzero(_x.Grad!.ToDense()).Item<long>() == 0;
            Assert.Equal(python.Eval("before is x.grad", Head + code), $"{same}");
            _x.Grad = null;
        }
    }

    [Fact]
    public void test_backward_no_grad()
    {
        Tensor c;
        using (Torch.NoGrad())
        {
            c = _x + 2;
        }

        Fails("torch.autograd.grad([c], [x], [torch.ones_like(x)])", () => Torch.Autograd.Grad([c], [_x], [Torch.OnesLike(_x)]), "with torch.no_grad(): c = x + 2");
        Fails("c.sum().backward()", () => c.Sum().Backward(), "with torch.no_grad(): c = x + 2");
    }

    [Fact]
    public void test_grad_badcalls()
    {
        Fails("torch.autograd.grad(y, x)", () => Torch.Autograd.Grad(_y, _x));
        Fails("torch.autograd.grad(x.sum(), y)", () => Torch.Autograd.Grad(_x.Sum(), _y));
        Fails("torch.autograd.grad(x.sum(), torch.ones(1))", () => Torch.Autograd.Grad(_x.Sum(), Torch.Ones(1)));
        Fails("torch.autograd.grad(torch.ones(1), x)", () => Torch.Autograd.Grad(Torch.Ones(1), _x));
    }

    [Fact]
    public void test_grad_empty_inputs()
    {
        Fails("torch.autograd.grad(x.sum(), [], allow_unused=True)", () => Torch.Autograd.Grad([_x.Sum()], [], allowUnused: true));
        Fails("x.sum().backward(inputs=[])", () => _x.Sum().Backward(inputs: []));
    }

    [Fact]
    public void test_backward_badcalls() => Fails("torch.ones(1).backward()", () => Torch.Ones(1).Backward());

    [Fact]
    public void test_backward_with_inputs()
    {
        var z = _x.Pow(2) + _y * _x + _y.Pow(2);
        z.Backward(Torch.OnesLike(_x), inputs: [_x]);
        Assert.Null(_y.Grad);
        Parity.Same(python, "x.grad", _x.Grad!, Head + "(x ** 2 + y * x + y ** 2).backward(torch.ones_like(x), inputs=[x])");
        Fails("x.sum().backward(inputs=[torch.ones(1)])", () => _x.Sum().Backward(inputs: [Torch.Ones(1)]));
    }

    [Fact]
    public void test_unrelated_inputs()
    {
        // An input that the output has nothing to do with has no derivative, of any order.
        Assert.True(Torch.Autograd.Gradcheck(p => p[0] * p[0], [_x, _y]));
        Assert.True(Torch.Autograd.Gradgradcheck(p => p[0] * p[0], [_x, _y]));
        (_x * _x).Sum().Backward();
        Assert.Null(_y.Grad);
    }

    [Fact]
    public void test_isolated_node()
    {
        var a = _x + _y;
        _ = a.Detach().Mul(2);
        var b = Torch.Where(a.Gt(7), a, 0).Sum();
        b.Backward();
        Parity.Same(python, "[x.grad, y.grad]", [_x.Grad!, _y.Grad!], Head + "a = x + y; torch.where(a > 7, a, 0).sum().backward()");
    }

    [Fact]
    public void test_no_grad_assignment()
    {
        var z = Torch.Zeros([2, 2], dtype: DType.Float64);
        using (Torch.NoGrad())
        {
            z[0] = _x[0];
        }

        Assert.False(z.RequiresGrad);
        Parity.Same(python, "z", z, Head + "z = torch.zeros(2, 2, dtype=torch.float64)\nwith torch.no_grad(): z[0] = x[0]");
    }

    [Fact]
    public void test_no_grad_input()
    {
        var function = new CustomFunctions.Custom((_, inputs) => inputs, (_, grads) => grads);
        using var mode = Torch.NoGrad();
        var output = function.Apply(_x)[0];
        Assert.Equal(python.Eval("[o.requires_grad, o.grad_fn is None]", Head + """
            class F(torch.autograd.Function):
                forward = staticmethod(lambda ctx, a: a)
                backward = staticmethod(lambda ctx, g: g)
            with torch.no_grad(): o = F.apply(x)
            """), $"[{output.RequiresGrad}, {output.GradFn is null}]");
    }

    [Fact]
    public void test_no_grad_python_function()
    {
        // Within a function of its own, and over a call that throws.
        static bool Inside()
        {
            using var mode = Torch.NoGrad();
            return Torch.IsGradEnabled();
        }

        Assert.False(Inside());
        Assert.True(Torch.IsGradEnabled());
    }

    [Fact]
    public void test_set_grad_enabled()
    {
        using (Torch.SetGradEnabled(false))
        {
            Assert.False((_x * 2).RequiresGrad);
            using (Torch.SetGradEnabled(true))
            {
                Assert.True((_x * 2).RequiresGrad);
            }

            Assert.False((_x * 2).RequiresGrad);
        }
    }

    [Fact]
    public void test_shape()
    {
        Assert.Equal([2L, 2], _x.Shape.ToArray());
        Assert.Equal([2L, 2], (_x + _y).GradFn!.OutputShapes[0]!.Value.ToArray());
    }

    [Fact]
    public void test_set_data_self_requires_grad()
    {
        // The elements are exchanged; what records stays what it was.
        var a = Torch.Tensor([1.0], requiresGrad: true);
        a.Data = Torch.Tensor([2.0]);
        Assert.True(a.RequiresGrad);
        Assert.True(a.IsLeaf);
        Fails("setattr(torch.ones(1, requires_grad=True), 'data', torch.ones(1, dtype=torch.int64))", () => Torch.Ones(1, requiresGrad: true).Data = Torch.Ones(1, dtype: DType.Int64));
    }

    [Fact]
    public void test_set_data_tensorimpl_type() =>
        Fails("setattr(torch.ones(2), 'data', torch.ones(2).to_sparse())", () => Torch.Ones(2).Data = Torch.Ones(2).ToSparse());

    private void Fails(string code, Action action, string setup = "pass")
    {
        // An assignment is a statement.
        var statement = code.Contains(" = ", StringComparison.Ordinal) && !code.Contains('\'', StringComparison.Ordinal);
        Parity.SameError(python, statement ? "failing()" : code, action, Head + setup + (statement ? $"\ndef failing():\n    {code}" : ""));
    }
}
