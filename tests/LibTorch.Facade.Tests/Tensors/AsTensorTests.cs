namespace LibTorch.Tests.Tensors;

/// <summary>torch.as_tensor and x.new_tensor.</summary>
public class AsTensorTests(PythonSession python)
{
    [Fact]
    public void A_tensor_that_fits_is_given_back()
    {
        using var x = Torch.Ones(2);
        Assert.Same(x, Torch.AsTensor(x));
        Assert.Same(x, Torch.AsTensor(x, DType.Float32, "cpu"));
        Assert.Equal(python.Eval("bits(torch.as_tensor(torch.ones(2), dtype=torch.int32))"), Parity.Bits(Torch.AsTensor(x, DType.Int32)));
        Assert.Equal("meta", Torch.AsTensor(x, device: "meta").Device.ToString());
    }

    [Fact]
    public void An_array_is_shared_where_nothing_has_to_change()
    {
        float[] values = [1, 2];
        using var shared = Torch.AsTensor(values);
        values[0] = 5;
        Assert.Equal(5, shared[0].Item<float>());
        using var copied = Torch.AsTensor(values, DType.Float64);
        values[0] = 6;
        Assert.Equal(5, copied[0].Item<double>());
        var grid = new[,] { { 1, 2 }, { 3, 4 } };
        using var matrix = Torch.AsTensor(grid);
        matrix[0, 0] = 9;
        Assert.Equal(9, grid[0, 0]);
        using var nested = Torch.AsTensor(new[] { new[] { 1.0 }, [2.0] });
        Assert.Equal(python.Eval("bits(torch.as_tensor([[1.], [2.]], dtype=torch.float64))"), Parity.Bits(nested));
        Assert.Equal(python.Eval("bits(torch.as_tensor(2.5))"), Parity.Bits(Torch.AsTensor(2.5f)));
        Assert.Throws<ArgumentNullException>(() => Torch.AsTensor((Array)null!));
    }

    [Fact]
    public void New_tensors_have_the_dtype_and_the_device_of_the_old_one()
    {
        using var x = Torch.Ones([1], dtype: DType.Float64);
        const string X = "torch.ones(1, dtype=torch.float64)";
        Assert.Equal(python.Eval($"bits({X}.new_tensor([1, 2]))"), Parity.Bits(x.NewTensor([1, 2])));
        Assert.Equal(python.Eval($"bits({X}.new_tensor(3))"), Parity.Bits(x.NewTensor(3)));
        Assert.Equal(python.Eval($"bits({X}.new_tensor([[1], [2]], dtype=torch.int32))"), Parity.Bits(x.NewTensor(new[,] { { 1 }, { 2 } }, DType.Int32)));
        Assert.True(x.NewTensor([1.5], requiresGrad: true).RequiresGrad);
        Assert.Equal("meta", Torch.Empty([1], device: "meta").NewTensor([1f]).Device.ToString());
        Assert.Equal(2, Torch.Ones(2).NElement());
    }
}
