using LibTorch.Interop;

namespace LibTorch;

/// <summary>A tensor on its way to another library, as DLPack's struct; the capsule that <c>torch.utils.dlpack.to_dlpack</c> gives.</summary>
/// <remarks>It holds the tensor's memory until another library has taken it over and called its deleter. Disposed of, or left to the collector, before anybody took it, it calls the deleter itself.</remarks>
public sealed class DLPackCapsule : IDisposable
{
    private readonly DLPackHandle _handle;

    internal DLPackCapsule(nint managed) => _handle = new DLPackHandle(managed);

    /// <summary>Whether the struct has not been taken yet.</summary>
    public bool IsFull => !_handle.IsClosed && !_handle.IsInvalid;

    /// <summary>The <c>DLManagedTensor*</c>, which is the caller's from now on: whoever consumes it calls its deleter, once.</summary>
    /// <exception cref="InvalidOperationException">It was taken before, or the capsule was disposed of.</exception>
    public nint Take() => _handle.Take() is var managed and not 0 ? managed : throw Empty();

    /// <summary>Calls the deleter, where nobody has taken the struct; a second time does nothing.</summary>
    public void Dispose() => _handle.Dispose();

    /// <summary>What <paramref name="consume"/> makes of the struct, which is consumed unless that fails.</summary>
    internal T Consume<T>(Func<nint, T> consume)
    {
        var managed = Take();
        try
        {
            return consume(managed);
        }
        catch
        {
            _handle.PutBack(managed);
            throw;
        }
    }

    private static InvalidOperationException Empty() =>
        new("The capsule is empty: a DLPack tensor can be consumed once, and this one was, or the capsule was disposed of.");
}
