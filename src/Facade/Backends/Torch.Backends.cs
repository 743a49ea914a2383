namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>
    /// Process-wide settings for which kernels are used and how they may round; <c>torch.backends</c>. They can be read and set without a
    /// device.
    /// </summary>
    public static partial class Backends
    {
    }
}
