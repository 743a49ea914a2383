namespace LibTorch.Interop;

/// <summary>Keeps tensors and the like alive and undisposed while native code uses their pointers.</summary>
internal readonly unsafe ref struct Lease
{
    private readonly Arena _arena = Arena.Current;
    private readonly Arena.Mark _mark;

    public Lease() => _mark = _arena.Top;

    public nint Take(IHandleOwner owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return _arena.Hold(owner);
    }

    /// <summary>The pointers of several tensors, null ones as zero.</summary>
    public nint* Take(ReadOnlySpan<IHandleOwner?> tensors)
    {
        var pointers = _arena.Allocate<nint>(tensors.Length);
        for (var i = 0; i < tensors.Length; i++)
        {
            pointers[i] = tensors[i] is { } tensor ? _arena.Hold(tensor) : 0;
        }

        return pointers;
    }

    public nint* Room(int count) => _arena.Allocate<nint>(count);

    public void Dispose() => _arena.Reset(_mark);
}
