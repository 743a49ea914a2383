namespace LibTorch.Interop;

/// <summary>What holds a reference on something native: all that this layer knows of tensors, nodes and generators.</summary>
internal interface IHandleOwner
{
    /// <summary>The native pointer, which stays valid until the holder's <see cref="Release"/>, whoever disposes the owner meanwhile.</summary>
    /// <param name="holder">What holds it meanwhile: this owner, or one that stands in for it.</param>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public nint Acquire(out IHandleOwner holder);

    /// <summary>Ends one <see cref="Acquire"/>.</summary>
    public void Release();
}
