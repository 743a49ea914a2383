namespace LibTorch.Tests.OwnOperators;

/// <summary>No room, as the library's own operator pretends it.</summary>
public sealed class OutOfMemoryTests
{
    public OutOfMemoryTests() => MyTest.Load();

    [Fact]
    public void Once_is_mended_by_collecting()
    {
        using var x = Torch.Ones(2);
        using var y = x.Scarce(1);
        Assert.Equal([1f, 1f], y.ToArray<float>());
    }

    [Fact]
    public void Twice_is_an_error_that_says_so_and_the_next_call_is_fine()
    {
        using var x = Torch.Ones(2);
        Assert.Equal("no room", Assert.Throws<TorchOutOfMemoryException>(() => x.Scarce(2)).Message);
        using var y = x.Scarce(2);
        Assert.Equal(2, y.Numel);
    }

    [Fact]
    public void What_writes_is_not_run_twice()
    {
        using var x = Torch.Ones(2);
        Assert.Throws<TorchOutOfMemoryException>(() => x.Scarce_(1));
        Assert.Equal([2f, 2f], x.ToArray<float>());
        x.Scarce_(1);
    }

    [Fact]
    public void More_than_the_machine_has_is_refused_by_type()
    {
        var error = Assert.Throws<TorchOutOfMemoryException>(() => Torch.Empty([1L << 50]));
        Assert.Contains("you tried to allocate 4503599627370496 bytes", error.Message, StringComparison.Ordinal);
    }
}
