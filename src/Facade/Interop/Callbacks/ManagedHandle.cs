namespace LibTorch.Interop;

/// <summary>An object of this copy of the library, as ltf_managed lays it out: what native code knows it by, and that it is this copy's.</summary>
internal readonly struct ManagedHandle(nint handle, nint owner)
{
    private readonly nint _handle = handle;
    private readonly nint _owner = owner;
}
