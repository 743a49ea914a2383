using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>A holder's native reference, and a weak handle that tells when the garbage collector has freed the holder.</summary>
/// <remarks>
/// The handle tracks resurrection: it is not cleared while a finalizer of the application's may still reach the holder, nor if one has
/// resurrected it.
/// </remarks>
internal sealed class TensorEntry(TensorHolder holder)
{
    /// <summary>The generation that no tensor has: an entry that has reached it is not used again.</summary>
    public const uint LastGeneration = uint.MaxValue;

    private GCHandle _holder = GCHandle.Alloc(holder, GCHandleType.WeakTrackResurrection);
    private uint _generation;

    /// <summary>The number of the tensor that is held now, or will be held next: an entry has one tensor after another.</summary>
    public uint Generation => Volatile.Read(ref _generation);

    /// <summary>The native pointer; zero while the holder holds no tensor.</summary>
    public nint Pointer { get; set; }

    /// <summary>The holder, if it still exists. Read it under the registry's lock, as the entry may be freed.</summary>
    public TensorHolder? Holder => _holder.IsAllocated ? (TensorHolder?)_holder.Target : null;

    /// <summary>The next entry in one of the registry's linked lists.</summary>
    public TensorEntry? Next { get; set; }

    /// <summary>Whether the holder is unreachable.</summary>
    public bool IsOrphan => _holder.Target is null;

    /// <summary>
    /// Ends the tensor's generation, because the tensor was released. Called once for each generation, before another tensor is held.
    /// </summary>
    public void Advance()
    {
        if (_generation != LastGeneration)
        {
            Volatile.Write(ref _generation, _generation + 1);
        }
    }

    public void Serve(TensorHolder other) => _holder.Target = other;

    /// <summary>Frees the weak handle; the entry is not used any more.</summary>
    public void Free() => _holder.Free();
}
