namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>Which kernels compute, and what they may round, for the whole process; <c>torch.backends</c>. It can be set and read without a device.</summary>
    public static partial class Backends
    {
    }
}
