namespace LibTorch.Tests.Operators;

/// <summary>What a test needs of the running libtorch; where that lacks it, the test is skipped, and says what for.</summary>
internal static class Needs
{
    public static void Operator(string name) =>
        Assert.SkipUnless(Torch.Ops.Any(op => op.FullName == name), $"libtorch {Torch.Version} has no operator {name}");

    /// <summary>For what Python itself has only since then.</summary>
    public static void AtLeast(int major, int minor) =>
        Assert.SkipUnless(System.Version.Parse(Torch.Version) >= new Version(major, minor), $"Python has it since libtorch {major}.{minor}");
}
