using NumericsTensor = System.Numerics.Tensors.Tensor;

namespace LibTorch.Tests.Memory;

/// <summary>Tensors as System.Numerics.Tensors, and back.</summary>
public sealed class NumericsTensorsTests(PythonSession python)
{
    [Fact]
    public void A_span_is_on_the_tensors_memory()
    {
        using var x = Torch.Arange(6.0).Reshape(2, 3);
        var span = x.AsTensorSpan<float>();
        Assert.Equal([2, 3], span.Lengths.ToArray());
        span[1, 2] = 50;
        Assert.Equal(50, x[1, 2].Item<float>());
        Assert.Throws<InvalidOperationException>(() => Lengths(x.T));
        Assert.Throws<ArgumentException>(() => x.AsTensorSpan<double>().Rank);
        Assert.Equal(0, Lengths(Torch.Empty(2, 0)));
        Assert.Equal([2, 0], Torch.Empty(2, 0).AsTensorSpan<float>().Lengths.ToArray());
        using var one = Torch.Tensor(7f);
        Assert.Equal(7, one.AsTensorSpan<float>()[0]);

        static nint Lengths(Tensor tensor) => tensor.AsTensorSpan<float>().FlattenedLength;
    }

    [Fact]
    public void Copies_cross_both_ways()
    {
        var copy = Torch.Arange(6.0).Reshape(2, 3).T.ToNumericsTensor<double>();
        Assert.Equal([3, 2], copy.Lengths.ToArray());
        Assert.Equal(3, copy[0, 1]);
        Parity.Same(python, "torch.arange(6., dtype=torch.float64).reshape(2, 3).T.contiguous()", copy.ToTorch());
        Assert.Equal([7.0], Torch.Tensor(7f).ToNumericsTensor<double>().ToArray());
        Assert.Equal([2, 0], Torch.Empty(2, 0).ToNumericsTensor<float>().Lengths.ToArray());
        var span = NumericsTensor.Create(new long[] { 1, 2, 3, 4, 5, 6 }, [2, 3]).AsReadOnlyTensorSpan().Slice(.., 1..);
        Parity.Same(python, "torch.arange(1, 7).reshape(2, 3)[:, 1:]", span.ToTorch());
    }

    [Fact]
    public void A_tensor_lies_in_the_others_memory_for_as_long_as_it_lives()
    {
        var numbers = NumericsTensor.Create(new[] { 1f, 2, 3, 4 }, [2, 2]);
        using var x = numbers.AsTorch();
        numbers[1, 0] = 30;
        Parity.SameText(python, "torch.tensor([[1., 2.], [30., 4.]])", x);
        x[0, 0] = 9;
        Assert.Equal(9, numbers[0, 0]);
        Assert.Throws<ArgumentException>(() => numbers.Slice(.., 1..).AsTorch());
    }
}
