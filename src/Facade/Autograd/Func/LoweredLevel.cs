using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block in which the calling thread's innermost transform level is not in effect; the outer levels still are.</summary>
internal readonly ref struct LoweredLevel
{
    private readonly nint _layer;

    private LoweredLevel(nint layer) => _layer = layer;

    public static LoweredLevel Enter() => new(TransformCalls.Lower());

    public void Dispose() => TransformCalls.Raise(_layer);
}
