using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>The reference that a holder holds, and what tells that the collector has taken the holder.</summary>
/// <remarks>
/// The handle lets go of the holder last of all: not while a finalizer of the application's may still come to it, nor
/// when one has brought it back.
/// </remarks>
internal sealed class TensorEntry(TensorHolder holder)
{
    /// <summary>The generation that no tensor has: an entry that came to it is of no more use.</summary>
    public const uint LastGeneration = uint.MaxValue;

    private GCHandle _holder = GCHandle.Alloc(holder, GCHandleType.WeakTrackResurrection);
    private uint _generation;

    /// <summary>Which of the tensors that this entry's holders hold in turn is held now, or will be next.</summary>
    public uint Generation => Volatile.Read(ref _generation);

    /// <summary>The reference; zero while the holder holds none.</summary>
    public nint Pointer { get; set; }

    /// <summary>The holder, where there is one still; to be asked under the registry's lock, as the entry may be freed.</summary>
    public TensorHolder? Holder => _holder.IsAllocated ? (TensorHolder?)_holder.Target : null;

    /// <summary>The entry behind this one in a chain of the registry's.</summary>
    public TensorEntry? Next { get; set; }

    /// <summary>Whether nothing can come to the holder any more.</summary>
    public bool IsOrphan => _holder.Target is null;

    /// <summary>The tensor is gone, so its generation is: to be said once for each, before another is held.</summary>
    public void Advance()
    {
        if (_generation != LastGeneration)
        {
            Volatile.Write(ref _generation, _generation + 1);
        }
    }

    public void Serve(TensorHolder other) => _holder.Target = other;

    /// <summary>Gives the handle back; the entry is of no more use.</summary>
    public void Free() => _holder.Free();
}
