using CuDnn = LibTorch.Torch.Backends.Cudnn;

namespace LibTorch;

/// <summary>
/// A block with other cuDNN settings, which apply to the whole process; ends with Dispose. A ref struct, so it cannot be held over an
/// await.
/// </summary>
public readonly ref struct CudnnFlags
{
    private readonly (bool Enabled, bool Benchmark, int Limit, bool Deterministic, bool AllowTf32) _before;
    private readonly OpenBlock _block;

    internal CudnnFlags(bool enabled, bool benchmark, int benchmarkLimit, bool deterministic, bool allowTf32)
    {
        _before = (CuDnn.Enabled, CuDnn.Benchmark, CuDnn.BenchmarkLimit, CuDnn.Deterministic, CuDnn.AllowTf32);
        Set((enabled, benchmark, benchmarkLimit, deterministic, allowTf32));
        _block = OpenBlock.Enter();
    }

    /// <summary>Restores the settings from before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            Set(_before);
        }
    }

    private static void Set((bool Enabled, bool Benchmark, int Limit, bool Deterministic, bool AllowTf32) flags) =>
        (CuDnn.Enabled, CuDnn.Benchmark, CuDnn.BenchmarkLimit, CuDnn.Deterministic, CuDnn.AllowTf32) = flags;
}
