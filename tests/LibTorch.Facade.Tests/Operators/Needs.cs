namespace LibTorch.Tests.Operators;

/// <summary>What a test needs of the running libtorch; where that lacks it, the test is skipped, and says what for.</summary>
internal static class Needs
{
    public static void Operator(string name) =>
        Assert.SkipUnless(Torch.Ops.Any(op => op.FullName == name), $"libtorch {Torch.Version} has no operator {name}");
}
