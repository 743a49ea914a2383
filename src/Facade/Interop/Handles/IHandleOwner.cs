namespace LibTorch.Interop;

/// <summary>What holds a reference on something native: all that this layer knows of tensors, nodes and generators.</summary>
internal interface IHandleOwner
{
    /// <summary>The native pointer, which stays valid until <see cref="Release"/>, whoever disposes the owner meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public nint Acquire();

    /// <summary>Ends one <see cref="Acquire"/>.</summary>
    public void Release();
}
