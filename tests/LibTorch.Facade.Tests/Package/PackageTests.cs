namespace LibTorch.Tests.Package;

/// <summary>The tests that share one package.</summary>
[CollectionDefinition(Name)]
public sealed class PackageTests : ICollectionFixture<PackedFacade>
{
    public const string Name = "package";
}
