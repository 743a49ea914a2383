using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block outside of the calling thread's innermost level of transforms, and inside the others.</summary>
internal readonly ref struct LoweredLevel
{
    private readonly nint _layer;

    private LoweredLevel(nint layer) => _layer = layer;

    public static LoweredLevel Enter() => new(TransformCalls.Lower());

    public void Dispose() => TransformCalls.Raise(_layer);
}
