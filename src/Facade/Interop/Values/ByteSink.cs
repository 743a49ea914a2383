namespace LibTorch.Interop;

/// <summary>A destination that native code writes to during a call, laid out as ltf_sink.</summary>
internal unsafe struct ByteSink
{
    public nint Target;
    public delegate* unmanaged[Cdecl]<nint, byte*, long, void> Write;
}
