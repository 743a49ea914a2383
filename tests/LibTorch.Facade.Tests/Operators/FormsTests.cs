using System.Reflection;
using System.Runtime.CompilerServices;
using LibTorch.SourceGeneration;

namespace LibTorch.Tests.Operators;

/// <summary>The forms in which Python takes arguments and gives results.</summary>
public sealed class FormsTests(PythonSession python)
{
    private static readonly MethodInfo[] Functions = typeof(Torch).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy);

    [Fact]
    public void Python_has_no_function_in_place_that_is_missing()
    {
        var names = python.Eval("' '.join(name for name in dir(torch) if name.endswith('_') and not name.startswith('_') and not name.endswith('__'))").Split(' ');
        Assert.True(names.Length > 70, $"{names.Length} names");
        Assert.Empty(names.Select(NameTable.Pascal).Except(Functions.Select(method => method.Name)));
        var x = Torch.Ones(2);
        Assert.Same(x, Torch.Cos_(x));
    }

    [Fact]
    public void Lists_and_queries_of_tensors()
    {
        var list = new List<Tensor> { Torch.Ones(2), Torch.Zeros(2) };
        Parity.Same(python, "torch.cat([torch.ones(2), torch.zeros(2)])", Torch.Cat(list));
        Parity.Same(python, "torch.stack([torch.ones(2), torch.zeros(2)], 1)", Torch.Stack(list.Select(x => x.Clone()), 1));
        Parity.Same(python, "torch.cat([torch.ones(2), torch.zeros(2)])", Torch.Cat(list.ToArray()));
        Parity.Same(python, "torch.cat([torch.ones(2), torch.zeros(2)])", Torch.Cat([list[0], list[1]]));
        Parity.SameError(python, "torch.cat([])", () => Torch.Cat(new List<Tensor>()));
        Assert.Throws<ArgumentNullException>(() => Torch.Cat((List<Tensor>)null!));
        var taking = Functions.Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(ReadOnlySpan<Tensor>)) && method.GetCustomAttributes<OperatorAttribute>().Any());
        Assert.All(taking.Select(method => method.Name).Distinct(), name =>
            Assert.Contains(Functions, method => method.Name == name && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(IEnumerable<Tensor>))));
    }

    [Fact]
    public void Lists_of_numbers()
    {
        Parity.Same(python, "torch.tensor([1., 2.])", Torch.Tensor(new List<float> { 1, 2 }));
        Parity.Same(python, "torch.tensor([0, 2, 4])", Torch.Tensor(Enumerable.Range(0, 3).Select(i => 2L * i)));
        Parity.Same(python, "torch.tensor([[1., 2.]], dtype=torch.float64)", Torch.Tensor([[1.0, 2.0]]));
        Parity.Same(python, "torch.tensor([[[1], [2]]], dtype=torch.int32)", Torch.Tensor([[[1], [2]]]));
        Parity.Same(python, "torch.tensor([[[[True]]]])", Torch.Tensor([[[[true]]]]));
        Parity.Same(python, "torch.tensor([[1., 2.], [3., 4.]])", Torch.Tensor(new List<float[]> { new[] { 1f, 2f }, new[] { 3f, 4f } }));
        Parity.Same(python, "torch.tensor([1., 2.], dtype=torch.float64)", Torch.Tensor([1.0, 2.0]));
        Parity.Same(python, "torch.tensor(torch.zeros(2, 3).shape)", Torch.Tensor(Torch.Zeros(2, 3).Shape));
        Assert.ThrowsAny<ArgumentException>(() => Torch.Tensor([[1.0, 2.0], [3.0]]));
        Parity.Same(python, "torch.zeros([2, 3])", Torch.Zeros(new[] { 2, 3 }));
        Parity.Same(python, "torch.arange(6.).reshape([2, 3]).permute([1, 0])", Torch.Arange(6.0).Reshape(new[] { 2, 3 }).Permute(new[] { 1, 0 }));
        Parity.Same(python, "torch.arange(6.).sum([0])", Torch.Arange(6.0).Sum(new[] { 0 }));
    }

    [Fact]
    public void Attributes_are_properties()
    {
        var x = Torch.Arange(6.0).Reshape(2, 3);
        var z = Torch.Complex(x, -x);
        const string Setup = "x = torch.arange(6.).reshape(2, 3); z = torch.complex(x, -x)";
        Parity.Same(python, "[z.real, z.imag, z.mT, z.mH, z.H, x.T]", [z.Real, z.Imag, z.MT, z.MH, z.H, x.T], Setup);
        Parity.SameError(python, "x.imag", () => _ = x.Imag, Setup);
        Parity.SameError(python, "x[0].mT", () => _ = x[0].MT, Setup);
        var q = Torch.QuantizePerTensor(x, 0.5, 1, DType.QUInt8);
        Tensor[] all = [x, z, x.ToSparse(), x.ToSparseCsr(), x.To(Device.Meta), q];
        var kinds = string.Join(", ", all.Select(t => $"({string.Join(", ", new[] { t.IsSparse, t.IsSparseCsr, t.IsQuantized, t.IsMeta, t.IsCpu, t.IsCuda, t.IsMkldnn })})"));
        Assert.Equal(
            python.Eval("str([(t.is_sparse, t.is_sparse_csr, t.is_quantized, t.is_meta, t.is_cpu, t.is_cuda, t.is_mkldnn) for t in (x, z, x.to_sparse(), x.to_sparse_csr(), x.to('meta'), torch.quantize_per_tensor(x, 0.5, 1, torch.quint8))])", Setup),
            $"[{kinds}]");
        Assert.Equal(python.Eval("list(x.T.stride())", Setup), $"[{string.Join(", ", x.T.Stride())}]");
        Assert.False(x.IsDisposed);
        x.Dispose();
        Assert.True(x.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => x.Shape);
    }

    [Fact]
    public void Conversions_keep_the_memory_format_that_is_asked_for()
    {
        var x = Torch.Arange(24.0).Reshape(1, 2, 3, 4);
        const string Setup = "x = torch.arange(24.).reshape(1, 2, 3, 4)";
        Assert.Equal(
            python.Eval("[list(f(memory_format=torch.channels_last).stride()) for f in (x.double, x.half, x.bfloat16, x.long, x.int, x.short, x.char, x.byte, x.bool)]", Setup),
            $"[{string.Join(", ", new[] { x.Double(MemoryFormat.ChannelsLast), x.Half(MemoryFormat.ChannelsLast), x.Bfloat16(MemoryFormat.ChannelsLast), x.Long(MemoryFormat.ChannelsLast), x.Int(MemoryFormat.ChannelsLast), x.Short(MemoryFormat.ChannelsLast), x.Char(MemoryFormat.ChannelsLast), x.Byte(MemoryFormat.ChannelsLast), x.Bool(MemoryFormat.ChannelsLast) }.Select(t => $"[{string.Join(", ", t.Strides)}]"))}]");
    }

    [Fact]
    public void Several_results_have_names()
    {
        var (std, mean) = (Torch.StdMean(Torch.Arange(3.0)).Std, Torch.VarMean(Torch.Arange(3.0)).Mean);
        Parity.Same(python, "[torch.std_mean(torch.arange(3.))[0], torch.var_mean(torch.arange(3.))[1]]", [std, mean]);
        var pooled = Torch.MaxPool2dWithIndices(Torch.Arange(4.0).Reshape(1, 2, 2), 2);
        Assert.Equal((3f, 3L), (pooled.Output.Item<float>(), pooled.Indices.Item<long>()));
        var unnamed = typeof(Torch).Assembly.GetExportedTypes().SelectMany(type => type.GetMethods().Where(method => method.DeclaringType == type))
            .Where(method => typeof(ITuple).IsAssignableFrom(method.ReturnType) && method.ReturnParameter.GetCustomAttribute<TupleElementNamesAttribute>()?.TransformNames.Take(method.ReturnType.GetGenericArguments().Length).Contains(null) != false)
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name} {method.ReturnType.GetGenericArguments().Length}").Distinct().ToList();
        Assert.True(unnamed.Count == 0, string.Join('\n', unnamed));
    }

    [Fact]
    public void A_generators_state_can_be_kept()
    {
        var generator = Torch.ManualSeed(7);
        Assert.Same(Torch.DefaultGenerator, generator);
        generator.Dispose();
        var state = generator.GetState();
        var drawn = Torch.Rand(3);
        Parity.Same(python, "[g.get_state(), torch.rand(3)]", [state, drawn], "g = torch.manual_seed(7)");
        generator.SetState(state);
        Assert.True(Torch.Equal(drawn, Torch.Rand(3)));
        using var own = new LibTorch.Generator().SetState(state);
        Parity.Same(python, "torch.rand(3, generator=own)", Torch.Rand([3], own), "own = torch.Generator(); own.set_state(torch.manual_seed(7).get_state())");
        Parity.SameError(python, "torch.default_generator.set_state(torch.ones(3))", () => Torch.DefaultGenerator.SetState(Torch.Ones(3)));
    }
}
