namespace LibTorch.Interop;

/// <summary>The functions that native code calls, laid out as ltf_callbacks.</summary>
internal unsafe struct CallbackTable
{
    public delegate* unmanaged[Cdecl]<nint, nint, nint, nint*, int, nint*, int, nint*, int, int*, nint*, int> Call;
    public delegate* unmanaged[Cdecl]<nint, nint, nint, nint*, nint*, int> Pack;
    public delegate* unmanaged[Cdecl]<nint> Stack;
    public delegate* unmanaged[Cdecl]<nint, NativeText*, void> StackText;
    public delegate* unmanaged[Cdecl]<nint, nint> Exception;
    public delegate* unmanaged[Cdecl]<byte*, long, int> Warning;
    public delegate* unmanaged[Cdecl]<nint, void> Release;
    public delegate* unmanaged[Cdecl]<long, int> MakeRoom;
    public nint Runtime;
}
