using System.Reflection;

namespace LibTorch.Tests.Tensors;

/// <summary>What Python's tensor has, C#'s has on the same libtorch.</summary>
public sealed class MembersTests(PythonSession python)
{
    [Fact]
    public void No_method_that_Python_has_needs_a_later_libtorch()
    {
        var running = Torch.Ops.Select(op => op.FullName).ToHashSet();
        var pythons = python.Eval("' '.join(dir(torch.Tensor))").Split(' ').ToHashSet();
        var methods = typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(method => method.GetCustomAttributes<OperatorAttribute>().Select(op => (Method: method, FullName: op.Schema[..op.Schema.IndexOf('(', StringComparison.Ordinal)])))
            .ToLookup(pair => pair.FullName["aten::".Length..].Split('.')[0]);
        Assert.True(methods.Count > 400);

        // A member is by hand where it does not keep a resolved operator.
        // What Python has as a method that only says what to use instead, C# has not at all.
        pythons.ExceptWith(["symeig", "lstsq", "eig", "solve", "matrix_rank"]);
        if (LibTorch.Interop.LibraryCalls.IsAtLeast(2, 14))
        {
            pythons.ExceptWith(["cholesky", "qr"]);
        }

        var lacking = methods.Where(group => pythons.Contains(group.Key) && !group.Any(pair => running.Contains(pair.FullName) || IsByHand(pair.Method))).Select(group => group.Key);
        Assert.Empty(lacking);

        static bool IsByHand(MethodInfo method) => method.Name is "Dim" or "GetDevice" or "IsContiguousMemoryFormat" or "StorageOffset";
    }

    [Theory]
    [InlineData("torch.ones(2, 3)")]
    [InlineData("torch.ones(())")]
    [InlineData("torch.ones(2, 3, names=('rows', None))")]
    [InlineData("torch.ones(2, 3, names=('rows', 'columns')).sum('rows')")]
    public void Names_of_dimensions_are_Pythons(string expression)
    {
        Assert.SkipWhen(LibTorch.Interop.LibraryCalls.IsAtLeast(2, 14), "dimensions have no names in libtorch 2.14");
        static Tensor Named(params string?[] names) => (Tensor)Torch.Ops["aten::rename"].Invoke(Torch.Ones(2, 3), Array.ConvertAll(names, name => "dimname::" + (name ?? "*")))[0]!;
        using var x = expression switch
        {
            "torch.ones(2, 3)" => Torch.Ones(2, 3),
            "torch.ones(())" => Torch.Ones(),
            "torch.ones(2, 3, names=('rows', None))" => Named("rows", null),
            _ => (Tensor)Torch.Ops["aten::sum.dim_DimnameList"].Invoke(Named("rows", "columns"), new[] { "dimname::rows" })[0]!,
        };
        Assert.Equal(python.Eval($"[str(n) for n in ({expression}).names]"), Parity.Listed(x.Names.Select(name => name ?? "None")));
        Assert.Equal(python.Eval($"({expression}).has_names()"), $"{x.HasNames}");
        Assert.False(x.IsNested);
    }

    [Fact]
    public void Dimensions_offset_and_device_are_Pythons()
    {
        var x = Torch.Arange(12.0).Reshape(3, 4);
        const string Setup = "x = torch.arange(12.).reshape(3, 4)";
        foreach (var (expression, view) in new[] { ("x", x), ("x[1]", x[1]), ("x[1, 2]", x[1, 2]), ("x.T[2:]", x.T[2..]), ("x.to_sparse()", x.ToSparse()), ("x.to_sparse_csr()", x.ToSparseCsr()), ("x.to('meta')[1]", x.To("meta")[1]) })
        {
            Assert.Equal(python.Eval($"({expression}).dim()", Setup), view.Dim().ToString(null, null));
            Assert.Equal(python.Eval($"({expression}).get_device()", Setup), view.GetDevice().ToString(null, null));
            Assert.Equal(python.Eval($"({expression}).storage_offset()", Setup), view.StorageOffset().ToString(null, null));
        }

        x = Torch.Arange(48.0).Reshape(2, 2, 3, 4);
        foreach (var (expression, view) in new[]
        {
            ("x", x), ("x.permute(0, 3, 1, 2)", x.Permute(0, 3, 1, 2)), ("x[:1, :1]", x[..1, ..1]), ("x[:, :, :0]", x[.., .., ..0]), ("x.unsqueeze(0)", x.Unsqueeze(0)),
            ("x.unsqueeze(0).permute(0, 4, 1, 2, 3)", x.Unsqueeze(0).Permute(0, 4, 1, 2, 3)), ("x[0]", x[0]),
        })
        {
            foreach (var (name, format) in new[] { ("contiguous_format", MemoryFormat.Contiguous), ("channels_last", MemoryFormat.ChannelsLast), ("channels_last_3d", MemoryFormat.ChannelsLast3d) })
            {
                Assert.Equal(
                    python.Eval($"({expression}).is_contiguous(memory_format=torch.{name})", "x = torch.arange(48.).reshape(2, 2, 3, 4)"),
                    view.IsContiguousMemoryFormat(format).ToString());
            }
        }
    }

    // What a layout has no answer for throws, as in Python.
    [Theory]
    [InlineData("x")]
    [InlineData("x.T")]
    [InlineData("x.to_sparse()")]
    [InlineData("x.to_sparse(1)")]
    [InlineData("x.to_sparse_csr()")]
    [InlineData("x.to_mkldnn()")]
    [InlineData("torch.quantize_per_tensor(x, 0.1, 0, torch.qint8)")]
    [InlineData("torch.nested.nested_tensor([x, x])")]
    public void Each_layout_answers_as_in_Python(string expression)
    {
        var x = Torch.Eye(3);
        var tensor = expression switch
        {
            "x" => x,
            "x.T" => x.T,
            "x.to_sparse()" => x.ToSparse(),
            "x.to_sparse(1)" => x.ToSparse(1),
            "x.to_sparse_csr()" => x.ToSparseCsr(),
            "x.to_mkldnn()" => x.ToMkldnn(),
            _ when expression.Contains("nested", StringComparison.Ordinal) => (Tensor)Torch.Ops["aten::_nested_tensor_from_tensor_list"].Invoke(new[] { x, x }, null, null, null, null)[0]!,
            _ => Torch.QuantizePerTensor(x, 0.1, 0, DType.QInt8),
        };
        var asked = new (string Member, Func<object> Ask)[]
        {
            ("is_contiguous()", () => tensor.IsContiguous),
            ("is_contiguous(memory_format=torch.channels_last)", () => tensor.IsContiguousMemoryFormat(MemoryFormat.ChannelsLast)),
            ("stride()", () => tensor.Strides),
            ("storage_offset()", () => tensor.StorageOffset()),
        };
        foreach (var (member, ask) in asked)
        {
            Parity.SameAnswer(python, $"({expression}).{member}", ask, "x = torch.eye(3)");
        }
    }

    [Fact]
    public void Strides_print_as_Pythons_tuple()
    {
        Parity.SameText(python, "torch.ones(2, 3).stride()", Torch.Ones(2, 3).Strides);
        Parity.SameText(python, "torch.ones(2).stride()", Torch.Ones(2).Strides);
        Parity.SameText(python, "torch.ones(()).stride()", Torch.Ones([]).Strides);
    }

    [Fact]
    public void Sparse_and_quantized_numbers_are_read_as_in_Python()
    {
        var setup = """
            def quantized(v): return torch.quantize_per_tensor(torch.tensor(v), 0.1, 3, torch.qint8)
            def channels(v): return torch.quantize_per_channel(torch.tensor(v), torch.tensor([0.1]), torch.tensor([0]), 0, torch.quint8)
            """;
        var scale = Torch.Tensor([0.1f]);
        var point = Torch.Tensor([0L]);
        Tensor Quantized(float v) => (Tensor)Torch.Ops["aten::quantize_per_tensor"].Invoke(Torch.Tensor([v]), 0.1, 3L, (long)ScalarType.QInt8)[0]!;
        Tensor Channels(float v) => (Tensor)Torch.Ops["aten::quantize_per_channel"].Invoke(Torch.Tensor([v]), scale, point, 0L, (long)ScalarType.QUInt8)[0]!;
        (string Expression, Tensor Tensor)[] cases =
        [
            ("torch.tensor([3.5]).to_sparse()", Torch.Tensor([3.5f]).ToSparse()),
            ("torch.tensor(3.5).to_sparse()", Torch.Tensor(3.5f).ToSparse()),
            ("torch.zeros(1).to_sparse()", Torch.Zeros(1).ToSparse()),
            ("torch.tensor([3]).to_sparse()", Torch.Tensor([3L]).ToSparse()),
            ("torch.tensor([True]).to_sparse()", Torch.Tensor([true]).ToSparse()),
            ("torch.sparse_coo_tensor([[0, 0]], [1., 2.], (1,))", Torch.SparseCooTensor(Torch.Tensor(new[,] { { 0L, 0L } }), Torch.Tensor([1f, 2f]), [1])),
            ("quantized([1.23])", Quantized(1.23f)),
            ("quantized([0.4])", Quantized(0.4f)),
            ("quantized([0.])", Quantized(0)),
            ("channels([1.23])", Channels(1.23f)),
        ];
        foreach (var (expression, tensor) in cases)
        {
            Assert.Equal(python.Eval($"{expression}.item()", setup), PythonText.Number(tensor.Item()));
            Assert.Equal(python.Eval($"float({expression})", setup), PythonText.Float((double)tensor));
            Assert.Equal(python.Eval($"int({expression})", setup), ((long)tensor).ToString(null, null));
            Assert.Equal(python.Eval($"bool({expression})", setup), ((bool)tensor).ToString());
        }

        Parity.SameError(python, "quantized([1., 2.]).item()", () => ((Tensor)Torch.Ops["aten::quantize_per_tensor"].Invoke(Torch.Ones(2), 0.1, 3L, (long)ScalarType.QInt8)[0]!).Item(), setup);
        Parity.SameError(python, "torch.ones(2).to_sparse().item()", () => Torch.Ones(2).ToSparse().Item());

        // Behind the first sentence it lists the kernels that the process has, of which Python's has more.
        var (_, message) = python.Error("float(torch.ones(1).to_mkldnn())");
        var error = Assert.ThrowsAny<TorchException>(() => _ = (float)(Tensor)Torch.Ops["aten::to_mkldnn"].Invoke(Torch.Ones(1))[0]!);
        Assert.Equal(message.Split('.')[0], error.Message.Split('.')[0]);
    }
}
