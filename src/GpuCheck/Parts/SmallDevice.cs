namespace LibTorch.GpuCheck.Parts;

/// <summary>A device of a few megabytes, as the tests' stand-in is: what takes a GPU milliseconds is too much for it.</summary>
internal static class SmallDevice
{
    private const long Most = 1L << 30;

    public static bool Is(Device device) => Torch.Cuda.MemGetInfo(device).Total < Most;
}
