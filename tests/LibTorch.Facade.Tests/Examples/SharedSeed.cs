namespace LibTorch.Tests.Examples;

/// <summary>Tests that run a notebook in this process, where it seeds the generator that all tests share: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedSeed
{
    public const string Name = "notebooks in this process";
}
