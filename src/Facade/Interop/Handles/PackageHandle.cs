namespace LibTorch.Interop;

/// <summary>One owned model that was compiled ahead of time.</summary>
internal sealed class PackageHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_package_release(owned);
}
