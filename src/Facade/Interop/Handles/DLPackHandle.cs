namespace LibTorch.Interop;

/// <summary>
/// An owned DLManagedTensor*, whose deleter is called unless the pointer is taken. If several threads take it, one gets it.
/// </summary>
internal sealed class DLPackHandle(nint owned) : NativeHandle(owned)
{
    /// <summary>Takes the pointer, which the caller owns from now on; zero if it was taken before or released.</summary>
    public nint Take() => Interlocked.Exchange(ref handle, 0);

    /// <summary>Puts back a pointer that was not used after all.</summary>
    public void PutBack(nint taken) => Interlocked.Exchange(ref handle, taken);

    protected override void GiveBack(nint owned)
    {
        if (Take() is var left and not 0)
        {
            Native.ltf_dlpack_release(left);
        }
    }
}
