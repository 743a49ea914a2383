namespace LibTorch.Interop;

/// <summary>One owned libtorch value of a type that has no other C# counterpart, such as a storage or a stream.</summary>
internal sealed class ObjectHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_object_release(owned);
}
