namespace LibTorch.Interop;

/// <summary>One owned zip archive that is being written.</summary>
internal sealed class ArchiveHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_archive_release(owned);
}
