namespace LibTorch.NN;

/// <summary>The memory layout of a low-precision matrix's scales; <c>torch.nn.functional.SwizzleType</c>.</summary>
public enum SwizzleType
{
    /// <summary>In order.</summary>
    NoSwizzle = 0,

    /// <summary>In blocks of 32 by 4 by 4.</summary>
    Swizzle32x4x4 = 1,
}
