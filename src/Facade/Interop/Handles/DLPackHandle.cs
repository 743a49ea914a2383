namespace LibTorch.Interop;

/// <summary>An owned DLManagedTensor*, whose deleter is called unless somebody takes it over. Of several threads one has it.</summary>
internal sealed class DLPackHandle(nint owned) : NativeHandle(owned)
{
    /// <summary>The pointer, which is the caller's from now on; zero where it was taken before or given back.</summary>
    public nint Take() => Interlocked.Exchange(ref handle, 0);

    /// <summary>Takes back what was not used after all.</summary>
    public void PutBack(nint taken) => Interlocked.Exchange(ref handle, taken);

    protected override void GiveBack(nint owned)
    {
        if (Take() is var left and not 0)
        {
            Native.ltf_dlpack_release(left);
        }
    }
}
