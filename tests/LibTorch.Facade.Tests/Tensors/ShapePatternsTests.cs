namespace LibTorch.Tests.Tensors;

/// <summary>Shapes taken apart as C# takes lists apart.</summary>
public class ShapePatternsTests(PythonSession python)
{
    [Fact]
    public void A_shape_is_unpacked()
    {
        using var x = Torch.Zeros(2, 3, 4, 5, 6);
        var (a, b, c, d, e) = x.Shape;
        Assert.Equal([2, 3, 4, 5, 6], new[] { a, b, c, d, e });
        var (f, g, h, i) = x[0].Shape;
        Assert.Equal([3, 4, 5, 6], new[] { f, g, h, i });
        var (j, k, l) = x[0, 0].Shape;
        Assert.Equal([4, 5, 6], new[] { j, k, l });
        var (m, n) = x[0, 0, 0].Shape;
        Assert.Equal([5, 6], new[] { m, n });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_does_not_fit_is_told_as_Python_does(int dimensions)
    {
        var shape = Torch.Zeros(Enumerable.Repeat(1L, dimensions).ToArray()).Shape;
        var (kinds, message) = python.Error($"(lambda s: exec('a, b = s', {{'s': s}}))(torch.zeros({string.Join(", ", Enumerable.Repeat(1, dimensions))}).shape)");
        var error = Assert.Throws<TorchValueException>(() => { var (_, _) = shape; });
        Assert.Contains("ValueError", kinds);

        // Newer Pythons say how many there are in both messages.
        Assert.StartsWith(message.TrimEnd(')'), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_fits_patterns_and_ranges()
    {
        var shape = Torch.Zeros(2, 3, 4).Shape;
        Assert.True(shape is [_, 3, _]);
        Assert.True(shape is [2, ..]);
        Assert.False(shape is [_, _]);
        Assert.True(shape is [.. var head, 4] && head == Torch.Zeros(2, 3).Shape);
        Assert.Equal(python.Eval("torch.zeros(2, 3, 4).shape[:1]"), shape[..1].ToString());
        Assert.Equal(python.Eval("torch.zeros(2, 3, 4).shape[1:]"), shape[1..].ToString());
        Assert.Equal(python.Eval("torch.zeros(2, 3, 4).shape[:0]"), shape[..0].ToString());
        Assert.Equal(4, shape[^1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => shape[1..4]);
    }
}
