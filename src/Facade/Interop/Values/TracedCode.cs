namespace LibTorch.Interop;

/// <summary>Code whose operators native code records, as ltf_traced lays it out.</summary>
internal unsafe struct TracedCode
{
    public nint Target;
    public delegate* unmanaged[Cdecl]<nint, nint*, int, nint, int> Run;
}
