namespace LibTorch.Tests.Display;

/// <summary>Kinds of tensors that have a text of their own: named, nested, sparse under forced options, and what is inside a transformed function.</summary>
[Collection(ProcessWideState.Name)]
public sealed class KindsTests(PythonSession python)
{
    private const string Functions = Func.FuncSetup.Python + """

        texts = []
        def seen(a):
            for t in (a, a * 2, a.sum(), a[0], c, c * 2, c.T, c.int(), c > 1): texts.append(str(t))
            return (a * c).sum()
        c = torch.arange(6, dtype=torch.float64).reshape(2, 3)
        """;

    [Fact]
    public void Named_tensors_say_their_names()
    {
        Assert.SkipWhen(LibTorch.Interop.LibraryCalls.IsAtLeast(2, 14), "dimensions have no names in libtorch 2.14");
        const string Setup = "n = torch.arange(6.).reshape(2, 3).refine_names('N', 'C'); w = torch.ones(2, 3, names=('N', None), requires_grad=True)";
        var n = Named(Torch.Arange(6.0).Reshape(2, 3), "N", "C");
        var w = Named(Torch.Ones([2, 3]), "N", "*").RequiresGrad_();
        Parity.SameText(python, "n", n, Setup);
        Parity.SameText(python, "n[0]", n[0], Setup);
        Parity.SameText(python, "n.double()", n.Double(), Setup);
        Parity.SameText(python, "w", w, Setup);
        Parity.SameText(python, "w * 2", w * 2, Setup);
        Parity.SameText(python, "torch.zeros(2000, names=('A',))", Named(Torch.Zeros(2000), "A"));
        Parity.SameText(python, "torch.zeros(3, 2000, names=('A', 'B'))", Named(Torch.Zeros(3, 2000), "A", "B"));
        Parity.SameText(python, "torch.zeros(0, 3, names=('A', 'B'))", Named(Torch.Zeros(0, 3), "A", "B"));
        Parity.SameText(python, "torch.zeros(2, names=(None,))", Named(Torch.Zeros(2), "*"));
    }

    [Fact]
    public void Nested_tensors_print_their_parts()
    {
        const string Setup = """
            def nested(*parts, **options): return torch.nested.nested_tensor(list(parts), **options)
            a, b = torch.arange(3.), torch.arange(4.)
            """;
        Tensor a = Torch.Arange(3.0), b = Torch.Arange(4.0);
        Parity.SameText(python, "nested(a, b)", Nested(a, b), Setup);
        Parity.SameText(python, "nested(a.long(), b.long())", Nested(a.Long(), b.Long()), Setup);
        Parity.SameText(python, "nested(torch.ones(2, 3), torch.ones(2, 2), requires_grad=True)", Nested(Torch.Ones(2, 3), Torch.Ones(2, 2)).RequiresGrad_(), Setup);
        Parity.SameText(python, "nested(torch.ones(2, 3), torch.ones(2, 2), requires_grad=True) * 2", Nested(Torch.Ones(2, 3), Torch.Ones(2, 2)).RequiresGrad_() * 2, Setup);
        Parity.SameText(python, "nested(torch.ones(2000), torch.ones(2, dtype=torch.float32))", Nested(Torch.Ones(2000), Torch.Ones(2)), Setup);
        Parity.SameError(python, "nested(a, b).shape", () => _ = Nested(a, b).Shape, Setup);
        Assert.Equal(python.Eval("nested(a, b).dim()", Setup), Nested(a, b).NDim.ToString(null, null));
        Assert.Equal(python.Eval("nested(a, b).numel()", Setup), Nested(a, b).Numel.ToString(null, null));
    }

    [Fact]
    public void Sparse_parts_follow_a_forced_mode()
    {
        var x = Torch.Tensor(new[,] { { 0f, 1.5f }, { -225f, 0f } });
        foreach (var mode in new[] { true, false })
        {
            try
            {
                Torch.SetPrintOptions(sciMode: mode);
                foreach (var (expression, tensor) in new[] { ("x", x), ("x.to_sparse()", x.ToSparse()), ("(x * 1e6).to_sparse()", (x * 1e6).ToSparse()), ("x.to_sparse_csr()", x.ToSparseCsr()) })
                {
                    Assert.Equal(
                        python.Eval("text", $"x = torch.tensor([[0., 1.5], [-225., 0.]]); torch.set_printoptions(sci_mode={mode}); text = repr({expression}); torch.set_printoptions(profile='default')"),
                        tensor.ToString());
                }
            }
            finally
            {
                Torch.SetPrintOptions(profile: "default");
            }
        }
    }

    [Fact]
    public void Inside_a_transformed_function_values_are_shown()
    {
        var c = Torch.Arange(6, dtype: DType.Float64).Reshape(2, 3);
        List<string> texts = [];
        Tensor Seen(Tensor a)
        {
            texts.AddRange(new[] { a, a * 2, a.Sum(), a[0], c, c * 2, c.T, c.Int(), c > 1 }.Select(t => t.ToString()));
            return (a * c).Sum();
        }

        (string Python, Action Run)[] calls =
        [
            ("grad(seen)(x)", () => Torch.Func.Grad((Tensor a) => Seen(a))(Func.FuncSetup.X)),
            ("vjp(seen, x)", () => Torch.Func.Vjp((Tensor a) => Seen(a), Func.FuncSetup.X)),
            ("jvp(seen, (x,), (y,))", () => Torch.Func.Jvp((Tensor a) => Seen(a), Func.FuncSetup.X, Func.FuncSetup.Y)),
            ("jacrev(seen)(x)", () => Torch.Func.Jacrev((Tensor a) => Seen(a))(Func.FuncSetup.X)),
            ("grad(lambda a: grad(seen)(a).sum())(x)", () => Torch.Func.Grad((Tensor a) => Torch.Func.Grad((Tensor b) => Seen(b))(a).Sum())(Func.FuncSetup.X)),
            ("vmap(seen)(torch.stack([x, y]))", () => Torch.Func.Vmap((Tensor a) => Seen(a))(Torch.Stack([Func.FuncSetup.X, Func.FuncSetup.Y]))),
        ];
        foreach (var (expression, run) in calls)
        {
            texts.Clear();
            run();
            Assert.Equal(python.Eval($"({expression}, '\\n'.join(texts))[1]", Functions), string.Join('\n', texts));
        }
    }

    [Fact]
    public void Inside_a_transformed_function_values_are_read()
    {
        var c = Torch.Arange(6, dtype: DType.Float64).Reshape(2, 3).T;
        var outside = c.ToString(TensorFormat.NumPy);
        var x = Func.FuncSetup.X;
        Torch.Func.Grad((Tensor a) =>
        {
            Assert.Equal(outside, c.ToString(TensorFormat.NumPy));
            Assert.Equal([0.0, 3, 1, 4, 2, 5], c.ToArray<double>());
            Assert.Equal([0f, 3, 1, 4, 2, 5], c.Float().ToArray<float>());
            Assert.Equal(x.ToArray<double>(), a.ToArray<double>());
            Assert.Equal(x.ToString(TensorFormat.NumPy), a.ToString(TensorFormat.NumPy));
            Assert.Equal($"{x.Sum():F6}", $"{a.Sum():F6}");
            return a.Sum();
        })(x);
        Assert.Equal(outside, c.ToString(TensorFormat.NumPy));
    }

    private static Tensor Named(Tensor x, params string[] names) => (Tensor)Torch.Ops["aten::rename"].Invoke(x, names.Select(name => "dimname::" + name).ToArray())[0]!;

    private static Tensor Nested(params Tensor[] parts) => (Tensor)Torch.Ops["aten::_nested_tensor_from_tensor_list"].Invoke(parts, null, null, null, null)[0]!;
}
