namespace LibTorch.Tests.Operators;

/// <summary>Any operator by its schema name.</summary>
public sealed class OpsTests(PythonSession python)
{
    [Fact]
    public void Invoke_gives_Pythons_result()
    {
        var results = Torch.Ops["aten::add.Tensor"].Invoke(Torch.Arange(3.0), 2, 3);
        Parity.Same(python, "torch.ops.aten.add.Tensor(torch.arange(3.), 2, alpha=3)", Assert.IsType<Tensor>(Assert.Single(results)));
    }

    [Fact]
    public void Lists_options_and_several_results()
    {
        var x = Torch.Tensor(new[,] { { 3f, 1f }, { 2f, 4f } });
        var sorted = Torch.Ops["aten::sort"].Invoke(x, 1, true);
        Parity.Same(python, "torch.sort(torch.tensor([[3., 1.], [2., 4.]]), 1, True)", sorted.Cast<Tensor>());
        Assert.Equal(2, Assert.IsType<Tensor[]>(Torch.Ops["aten::unbind.int"].Invoke(x)[0]).Length);
        var zeros = (Tensor)Torch.Ops["aten::zeros"].Invoke(new long[] { 2, 2 }, DType.Float64, null, Device.Cpu)[0]!;
        Parity.Same(python, "torch.zeros(2, 2, dtype=torch.float64)", zeros);
        Parity.Same(python, "torch.cat([torch.ones(1), torch.zeros(1)])", (Tensor)Torch.Ops["aten::cat"].Invoke((object)new[] { Torch.Ones(1), Torch.Zeros(1) })[0]!);
        Assert.Equal(true, Torch.Ops["aten::is_floating_point"].Invoke(x)[0]);
        Assert.Equal(2.0, Torch.Ops["aten::item"].Invoke(x[1, 0])[0]);
        Assert.Null(Torch.Ops["aten::_assert_async"].Invoke(Torch.Ones(1)).FirstOrDefault());
    }

    [Fact]
    public void An_argument_written_in_place_comes_back_as_the_same_object()
    {
        var x = Torch.Ones(2);
        Assert.Same(x, Torch.Ops["aten::mul_.Scalar"].Invoke(x, 3)[0]);
        Assert.Equal([3f, 3f], x.ToArray<float>());
    }

    [Fact]
    public void Bad_arguments_show_the_schema()
    {
        var add = Torch.Ops["aten::add.Tensor"];
        var x = Torch.Ones(1);
        var cyclic = new object?[1];
        cyclic[0] = cyclic;
        foreach (var arguments in new object?[][] { [], [x], [x, "2"], [x, x, 1, 1], [x, new object()], [x, cyclic], [null, x] })
        {
            var error = Assert.Throws<ArgumentException>(() => add.Invoke(arguments));
            Assert.Contains(add.Schema, error.Message);
        }

        Assert.ThrowsAny<Exception>(() => Torch.Ops["aten::zeros"].Invoke(new long[] { 1 }, 999));
        Assert.ThrowsAny<Exception>(() => Torch.Ops["aten::zeros"].Invoke(new long[] { 1 }, null, null, new Device(DeviceType.Cuda, 300)));
        Assert.ThrowsAny<Exception>(() => Torch.Ops["aten::zeros"].Invoke(new long[] { 1 }, null, null, new Device((DeviceType)77)));
    }

    [Fact]
    public void Unknown_operators_are_named()
    {
        var error = Assert.Throws<OperatorNotFoundException>(() => Torch.Ops["aten::no_such_thing.Tensor"]);
        Assert.Contains("aten::no_such_thing.Tensor", error.Message);
        Assert.Throws<OperatorNotFoundException>(() => Torch.Ops[""]);
        Assert.Throws<OperatorNotFoundException>(() => Torch.Ops["a\0b.c.d"]);
    }

    [Fact]
    public void The_registry_can_be_enumerated()
    {
        Assert.True(Torch.Ops.Count() > 2_000);
        Assert.Contains(Torch.Ops, op => op.FullName == "aten::add.Tensor" && op.Schema.StartsWith("aten::add.Tensor(Tensor self, Tensor other", StringComparison.Ordinal));
        Assert.Same(Torch.Ops["aten::add.Tensor"], Torch.Ops["aten::add.Tensor"]);
    }

    [Fact]
    public void From_many_threads_at_once() =>
        Parallel.For(0, 2_000, i => Assert.Equal(2.0 * i, (double)(Tensor)Torch.Ops["aten::mul.Tensor"].Invoke(Torch.Tensor((double)i), 2)[0]!));
}
