namespace LibTorch.GpuCheck.Parts;

/// <summary>
/// Detects a device of a few megabytes, such as the tests' stand-in, for which work of milliseconds on a GPU is too large.
/// </summary>
internal static class SmallDevice
{
    private const long Most = 1L << 30;

    public static bool Is(Device device) => Torch.Cuda.MemGetInfo(device).Total < Most;
}
