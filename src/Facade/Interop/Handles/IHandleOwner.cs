namespace LibTorch.Interop;

/// <summary>An object that holds a native reference. This is all that Interop knows of tensors, nodes and generators.</summary>
internal interface IHandleOwner
{
    /// <summary>
    /// The native pointer. It stays valid until the holder's <see cref="Release"/>, even if another thread disposes of the owner.
    /// </summary>
    /// <param name="holder">The object that keeps the pointer valid: this owner, or one that stands in for it.</param>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public nint Acquire(out IHandleOwner holder);

    /// <summary>Ends one <see cref="Acquire"/>.</summary>
    public void Release();
}
