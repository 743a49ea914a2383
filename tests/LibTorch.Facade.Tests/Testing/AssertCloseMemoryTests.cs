namespace LibTorch.Tests.Testing;

/// <summary>What a comparison leaves behind, which is seen where nothing runs beside it.</summary>
[Collection(ProcessWideState.Name)]
public sealed class AssertCloseMemoryTests
{
    [Fact]
    public void A_comparison_leaves_no_tensor_behind()
    {
        using var actual = Torch.Ones(100, 100);
        using var expected = Torch.Zeros(100, 100);
        Assert.Throws<TorchAssertionException>(() => Torch.Testing.AssertClose(actual, expected));
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        Assert.Throws<TorchAssertionException>(() => Torch.Testing.AssertClose(actual, expected));
        Assert.True(Torch.Memory.Live <= before, $"{Torch.Memory.Live} bytes, {before} before.");
    }
}
