using LibTorch.Interop;

namespace LibTorch;

/// <summary>A tensor on its way to another library, as DLPack's struct; the capsule that <c>torch.utils.dlpack.to_dlpack</c> gives.</summary>
/// <remarks>
/// It keeps the tensor's memory alive until another library has taken the struct and called its deleter. If the capsule is disposed of or
/// garbage-collected before anybody took the struct, it calls the deleter itself.
/// </remarks>
public sealed class DLPackCapsule : IDisposable
{
    private readonly DLPackHandle _handle;

    internal DLPackCapsule(nint managed) => _handle = new DLPackHandle(managed);

    /// <summary>Whether the struct has not been taken yet.</summary>
    public bool IsFull => !_handle.IsClosed && !_handle.IsInvalid;

    /// <summary>Takes the <c>DLManagedTensor*</c>, which the caller owns from now on: its consumer calls the deleter, once.</summary>
    /// <exception cref="InvalidOperationException">The struct was taken before, or the capsule was disposed of.</exception>
    public nint Take() => _handle.Take() is var managed and not 0 ? managed : throw Empty();

    /// <summary>Calls the deleter if nobody has taken the struct; a second call does nothing.</summary>
    public void Dispose() => _handle.Dispose();

    /// <summary>Passes the struct to <paramref name="consume"/> and returns its result. If that throws, the capsule stays full.</summary>
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
