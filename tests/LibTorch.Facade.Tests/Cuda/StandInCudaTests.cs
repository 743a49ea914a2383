namespace LibTorch.Tests.Cuda;

/// <summary>That there is something to test with: tensors on devices that are made up.</summary>
[Collection(StandInCudaTestGroup.Name)]
public sealed class StandInCudaTests(StandInCuda cuda)
{
    [Fact]
    public void Tensors_are_made_moved_and_differentiated() => cuda.Elsewhere(this, () =>
    {
        Assert.Equal(2, Torch.Cuda.DeviceCount());
        using var x = Torch.Ones([2, 3], device: "cuda:1", requiresGrad: true);
        (x * Torch.Full([3], 2.0).To("cuda:1")).Sum().Backward();
        Assert.Equal("cuda:1", x.Grad!.Device.ToString());
        Assert.Equal(12, x.Grad!.Sum().Item<float>());
        Assert.Equal([1, 1, 1], x.Detach()[0].Cpu().ToArray<float>());
        Assert.Empty((object?[])StandInCuda.Ask("faults")!);
    });

    [Fact]
    public void IsBuilt_and_cuDNNs_version_are_reported() => cuda.Elsewhere(this, () =>
    {
        Assert.True(Torch.Backends.Cuda.IsBuilt);
        Assert.Equal(90100, Torch.Backends.Cudnn.Version);
        Assert.True(Torch.Backends.Cudnn.IsAvailable);
    });
}
