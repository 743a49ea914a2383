namespace LibTorch.Tests.OpInfo;

/// <summary>Stands for an argument that is left to the method's default, where that is no constant.</summary>
internal sealed class Absent
{
    public static readonly Absent Value = new();
}
