namespace LibTorch.Tests.Tensors;

public sealed class DataTests(PythonSession python)
{
    [Fact]
    public void Item_and_conversions()
    {
        using var x = Torch.Tensor(2.5f);
        Assert.Equal(2.5f, x.Item<float>());
        Assert.Equal(2.5, x.Item<double>());
        Assert.Equal(2, x.Item<int>());
        Assert.Equal(2.5, (double)x);
        Assert.Equal(2.5f, (float)x);
        Assert.Equal(2, (int)x);
        Assert.Equal(2L, (long)x);
        Assert.True((bool)x);
        Assert.Equal(ScalarKind.Float, x.Item().Kind);
        Assert.Equal(3, Torch.Tensor(new[,] { { 3L } }).Item<long>());
        Assert.Equal(new System.Numerics.Complex(1, 2), Torch.Tensor(new System.Numerics.Complex(1, 2)).Item<System.Numerics.Complex>());
        Assert.True(Torch.Tensor(true).Item<bool>());
        Assert.Throws<OverflowException>(() => Torch.Tensor(300L).Item<byte>());
        Assert.Throws<OverflowException>(() => Torch.Tensor(double.NaN).Item<int>());
    }

    [Fact]
    public void Items_of_every_dtype_and_view_are_Pythons()
    {
        foreach (var dtype in new[] { DType.UInt8, DType.Int8, DType.Int16, DType.Int32, DType.Int64, DType.Float16, DType.BFloat16, DType.Float32, DType.Float64, DType.Bool })
        {
            Assert.Equal(python.Eval($"complex(torch.tensor([3, 1], dtype={dtype})[1].item())"), $"({Torch.Tensor([3, 1], dtype: dtype)[1].Item().ToDouble()}+0j)");
        }

        using var x = Torch.Tensor([new System.Numerics.Complex(1, 2)]);
        Assert.Equal(new System.Numerics.Complex(1, -2), x.Conj().Item<System.Numerics.Complex>());
        Assert.Equal(-2.0, x.Conj().Imag[0].Item<double>());
        Assert.Equal(new System.Numerics.Complex(1, 2), x.To(DType.Complex64).Item<System.Numerics.Complex>());
        Assert.Equal(0.0, Torch.Ops["aten::_efficientzerotensor"].Invoke(new long[] { 1 })[0] is Tensor zero ? zero.Item<double>() : 1.0);
        Assert.ThrowsAny<TorchException>(() => Torch.Ones(1, device: Device.Meta).Item());
    }

    [Fact]
    public void Zeros_without_memory_are_an_error_to_read()
    {
        var zeros = (Tensor)Torch.Ops["aten::_efficientzerotensor"].Invoke(new long[] { 100_000 }, DType.Float32)[0]!;
        Assert.ThrowsAny<TorchException>(() => zeros.ToArray<float>());
        Assert.Throws<InvalidOperationException>(() => zeros.AsSpan<float>());
    }

    [Fact]
    public void Only_one_element_is_an_item()
    {
        Parity.SameError(python, "torch.ones(2).item()", () => Torch.Ones(2).Item());
        Parity.SameError(python, "torch.ones(0).item()", () => Torch.Ones(0).Item<float>());
        Parity.SameError(python, "float(torch.ones(2))", () => _ = (float)Torch.Ones(2));
        Parity.SameError(python, "int(torch.ones(0))", () => _ = (long)Torch.Ones(0));
    }

    [Fact]
    public void Truth_is_Pythons()
    {
        // NaN is not zero, so it counts as true, in Python as here.
        Assert.Equal(python.Eval("bool(torch.tensor(float('nan')))"), ((bool)Torch.Tensor(float.NaN)).ToString());
        Assert.Equal(python.Eval("bool(torch.tensor(0.))"), ((bool)Torch.Tensor(0f)).ToString());
        Parity.SameError(python, "bool(torch.ones(2))", () => _ = (bool)Torch.Ones(2));
        Parity.SameError(python, "bool(torch.ones(0))", () => _ = (bool)Torch.Ones(0));
        var turns = 0;
        for (var y = Torch.Tensor(1f); y < 1000; y *= 2)
        {
            turns++;
        }

        Assert.Equal(10, turns);
    }

    [Fact]
    public void ToArray_reads_any_layout_in_row_major_order()
    {
        var x = Torch.Arange(6.0).Reshape(2, 3);
        Assert.Equal([0f, 3, 1, 4, 2, 5], x.T.ToArray<float>());
        Assert.Equal([0.0, 1, 2, 3, 4, 5], x.ToArray<double>());
        Assert.Equal([1.5, 2], Torch.Tensor([1.5, 2], dtype: DType.BFloat16).ToArray<double>());
        Assert.Equal([true, false], Torch.Tensor([true, false]).ToArray<bool>());
        Assert.Equal([new System.Numerics.Complex(0, -1)], Torch.Tensor([new System.Numerics.Complex(0, 1)]).Conj().ToArray<System.Numerics.Complex>());
        Assert.Empty(Torch.Zeros(0, 3).ToArray<float>());
        Assert.Equal([1f, 1f], Torch.Ones(2, requiresGrad: true).ToArray<float>());
        Assert.Throws<ArgumentException>(() => x.ToArray<int>());
        Assert.Throws<NotSupportedException>(() => x.ToArray<char>());
    }

    [Fact]
    public void AsSpan_reads_and_writes_in_place()
    {
        using var x = Torch.Zeros(2, 2);
        x.AsSpan<float>()[3] = 5;
        Assert.Equal([0f, 0, 0, 5], x.ToArray<float>());
        Assert.True(Torch.Zeros(0).AsSpan<float>().IsEmpty);
        Assert.Throws<ArgumentException>(() => x.AsSpan<double>());
        Assert.Throws<InvalidOperationException>(() => Torch.Ones(2, 3).T.AsSpan<float>());
        Assert.Throws<InvalidOperationException>(() => Torch.Ones(2, device: Device.Meta).AsSpan<float>());
    }

    [Fact]
    public void Copies_need_the_right_length_and_type()
    {
        using var x = Torch.Arange(4.0).Reshape(2, 2);
        var four = new float[4];
        x.T.CopyTo(four.AsSpan());
        Assert.Equal([0f, 2, 1, 3], four);
        x.CopyFrom<float>([9, 8, 7, 6]);
        Assert.Equal([9f, 8, 7, 6], x.ToArray<float>());
        Assert.Throws<ArgumentException>(() => x.CopyTo(new float[3].AsSpan()));
        Assert.Throws<ArgumentException>(() => x.CopyTo(new double[4].AsSpan()));
        Assert.Throws<ArgumentException>(() => x.CopyFrom<float>([1]));
        Assert.Equal([9f, 8, 7, 6], x.ToArray<float>());
    }

    [Fact]
    public void Metadata()
    {
        using var x = Torch.Zeros([2, 3, 4], dtype: DType.Float64);
        Assert.Equal(python.Eval("str(torch.zeros(2, 3, 4).shape)"), x.Shape.ToString());
        Assert.Equal([2L, 3, 4], x.Shape);
        Assert.Equal(4, x.Shape[-1]);
        Assert.Equal([12L, 4, 1], x.Strides);
        Assert.Equal(3, x.NDim);
        Assert.Equal(24, x.Numel);
        Assert.Equal("torch.float64", x.DType.ToString());
        Assert.Equal("cpu", x.Device.ToString());
        Assert.Equal(Layout.Strided, x.Layout);
        Assert.Equal((8, 192L), (x.ElementSize, x.NBytes));
        Assert.True(x.IsContiguous);
        Assert.False(x.Transpose(0, 1).IsContiguous);
        Assert.False(x.IsCuda);
        Assert.Equal("meta", Torch.Zeros(1, device: "meta").Device.ToString());
        Assert.Throws<IndexOutOfRangeException>(() => x.Shape[3]);
    }

    [Fact]
    public void In_place_operators_return_the_same_object()
    {
        using var x = Torch.Ones(2);
        Assert.Same(x, x.Add_(1));
        Assert.Same(x, x.Zero_());
        Assert.Same(x, x.RequiresGrad_());
        Assert.Same(x, x.Detach_());
    }
}
