namespace LibTorch.Tests.Cuda;

/// <summary>The tests that share one folder with the stand-in for CUDA.</summary>
[CollectionDefinition(Name)]
public sealed class StandInCudaTestGroup : ICollectionFixture<StandInCuda>
{
    public const string Name = "stand-in for CUDA";
}
