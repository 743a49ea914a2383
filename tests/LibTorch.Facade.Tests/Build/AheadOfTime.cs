namespace LibTorch.Tests.Build;

/// <summary>Tests that compile ahead of time: one after the other, in the same place, so that the facade is compiled once.</summary>
[CollectionDefinition(Name)]
public sealed class AheadOfTime
{
    public const string Name = "ahead of time";

    /// <summary>Where ./build.sh gpu-check builds.</summary>
    public static string Artifacts { get; } = Repository.PathOf("artifacts/gpu-check/published/artifacts");
}
