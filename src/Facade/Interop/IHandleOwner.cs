using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>What holds a reference on something native: all that this layer knows of tensors, nodes and generators.</summary>
internal interface IHandleOwner
{
    public SafeHandle Handle { get; }
}
