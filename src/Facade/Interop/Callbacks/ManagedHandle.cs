namespace LibTorch.Interop;

/// <summary>A handle of a managed object and the copy of the library that it belongs to, laid out as ltf_managed.</summary>
internal readonly struct ManagedHandle(nint handle, nint owner)
{
    private readonly nint _handle = handle;
    private readonly nint _owner = owner;
}
