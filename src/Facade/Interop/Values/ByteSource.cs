namespace LibTorch.Interop;

/// <summary>Bytes that native code reads during a call, as ltf_source lays them out.</summary>
internal unsafe struct ByteSource
{
    public nint Target;
    public long Size;
    public delegate* unmanaged[Cdecl]<nint, long, byte*, long, long> Read;
}
