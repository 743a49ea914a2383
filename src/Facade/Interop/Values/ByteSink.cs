namespace LibTorch.Interop;

/// <summary>What native code writes to during a call, as ltf_sink lays it out.</summary>
internal unsafe struct ByteSink
{
    public nint Target;
    public delegate* unmanaged[Cdecl]<nint, byte*, long, void> Write;
}
