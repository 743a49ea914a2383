namespace LibTorch.Tests.Operators;

/// <summary>Lists of integers and of tensors in the forms that C# programs have them in.</summary>
public class ListArgumentsTests
{
    [Fact]
    public void Integers_come_in_any_form()
    {
        int[] ints = [2, 3];
        long[] longs = [2, 3];
        List<long> list = [2, 3];
        using var x = Torch.Arange(6f);
        foreach (var made in new[]
        {
            x.Reshape(2, 3), x.Reshape(ints), x.Reshape(longs), x.Reshape([.. list]), x.Reshape([2, 3]), x.Reshape((2, 3)),
            x.Reshape(Torch.Zeros(2, 3).Shape), x.View(ints), x.View((2, -1)),
        })
        {
            Assert.Equal([2, 3], made.Shape);
        }

        Assert.Equal([2, 3, 4], Torch.Zeros((2, 3, 4)).Shape);
        Assert.Equal([2, 3, 4, 5], Torch.Zeros((2, 3, 4, 5), dtype: DType.Int64).Shape);
        Assert.Equal([], Torch.Ones(2, 3).Sum((0, 1)).Shape);
        Assert.Equal(6, Torch.Ones(2, 3).Sum(null).Item<float>());
    }

    [Fact]
    public void Tensors_come_in_any_form()
    {
        using var x = Torch.Ones(2);
        List<Tensor> list = [x, x];
        IEnumerable<Tensor> query = list.Where(_ => true);
        Assert.Equal([4], Torch.Cat(list).Shape);
        Assert.Equal([4], Torch.Cat(query).Shape);
        Assert.Equal([4], Torch.Cat(list.ToArray()).Shape);
        Assert.Equal([4], Torch.Cat([x, x]).Shape);
        Assert.Equal([2, 2], Torch.Stack(list).Shape);
        Assert.Equal([2, 2], Torch.Meshgrid(x, x)[0].Shape);
    }
}
