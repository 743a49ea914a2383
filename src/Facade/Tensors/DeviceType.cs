namespace LibTorch;

/// <summary>Kinds of device; the numbers are c10's.</summary>
public enum DeviceType
{
    /// <summary>The host.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA device (or AMD's, in a ROCm libtorch).</summary>
    Cuda = 1,

    /// <summary>Shapes and dtypes without data.</summary>
    Meta = 14,
}
