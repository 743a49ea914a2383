namespace LibTorch.Interop;

/// <summary>ltf_backend_flag_name.</summary>
internal enum BackendFlag
{
    CudnnEnabled = 0,
    CudnnBenchmark = 1,
    CudnnBenchmarkLimit = 2,
    CudnnDeterministic = 3,
    CudnnAllowTf32 = 4,
    MatmulAllowTf32 = 5,
    MatmulAllowFp16Reduction = 6,
    MatmulAllowBf16Reduction = 7,
    MatmulAllowFp16Accumulation = 8,
    FlashSdp = 9,
    MathSdp = 10,
    MemEfficientSdp = 11,
    CudnnSdp = 12,
}
