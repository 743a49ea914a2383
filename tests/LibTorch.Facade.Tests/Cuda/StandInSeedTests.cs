namespace LibTorch.Tests.Cuda;

/// <summary>Which seeds the devices' random numbers get, and when.</summary>
[Collection(StandInCudaTestGroup.Name)]
public sealed class StandInSeedTests(StandInCuda cuda)
{
    private static (int Device, long Seed)[] Seeds =>
        [.. Enumerable.Range(0, 2).SelectMany(device => ((long[])StandInCuda.Ask("seeds", device)!).Select(seed => (device, seed)))];

    [Fact]
    public void Without_a_seed_none_is_set() => cuda.Elsewhere(this, () =>
    {
        Torch.Cuda.Init();
        _ = Torch.Ones(2, device: "cuda");
        Assert.Equal([], Seeds);
    });

    [Fact]
    public void A_seed_from_before_CUDA_is_loaded_is_set_on_all_devices() => cuda.Elsewhere(this, () =>
    {
        Torch.ManualSeed(3);
        Torch.Cuda.Init();
        Assert.Equal([(0, 3), (1, 3)], Seeds);
    });

    [Fact]
    public void A_seed_from_after_CUDA_is_loaded_is_too_whoever_makes_the_tensors() => cuda.Elsewhere(this, () =>
    {
        // It is loaded then, but nothing has used it.
        Assert.True(Torch.Cuda.IsAvailable());
        Torch.ManualSeed(4);
        Assert.Equal([(0, 4), (1, 4)], Seeds);
    });

    [Fact]
    public void A_tensor_of_another_library_brings_the_seed_to_its_device() => cuda.Elsewhere(this, () =>
    {
        Torch.ManualSeed(5);
        Assert.True(Torch.Cuda.IsAvailable());
        using var x = Tensor.FromNative((nint)(long)StandInCuda.Ask("foreign")!);
        Assert.True(x.IsCuda);
        Assert.True(Torch.Cuda.IsInitialized());
        Assert.Equal([(0, 5), (1, 5)], Seeds);
    });
}
