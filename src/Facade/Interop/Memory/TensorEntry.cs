using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>The reference that a holder holds, and what tells that the collector has taken the holder.</summary>
/// <remarks>
/// The handle lets go of the holder last of all: not while a finalizer of the application's may still come to it, nor
/// when one has brought it back.
/// </remarks>
internal sealed class TensorEntry(TensorHolder holder)
{
    private GCHandle _holder = GCHandle.Alloc(holder, GCHandleType.WeakTrackResurrection);

    /// <summary>The reference; zero while the holder holds none.</summary>
    public nint Pointer { get; set; }

    /// <summary>The entry behind this one in a chain of the registry's.</summary>
    public TensorEntry? Next { get; set; }

    /// <summary>Whether nothing can come to the holder any more.</summary>
    public bool IsOrphan => _holder.Target is null;

    public void Serve(TensorHolder other) => _holder.Target = other;

    /// <summary>Gives the handle back; the entry is of no more use.</summary>
    public void Free() => _holder.Free();
}
