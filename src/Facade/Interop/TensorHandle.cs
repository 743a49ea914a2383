using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>
/// One owned reference on a TensorImpl. SafeHandle's own counting makes disposing while another
/// thread's call runs safe: the reference goes when the last call is over.
/// </summary>
internal sealed class TensorHandle : SafeHandle
{
    private TensorHandle(nint owned)
        : base(0, ownsHandle: true) => SetHandle(owned);

    /// <summary>Takes over a reference that libtorch handed out; null for the undefined tensor.</summary>
    public static TensorHandle? Own(nint pointer) => pointer == 0 ? null : new TensorHandle(pointer);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Native.ltf_tensor_release(handle);
        return true;
    }
}
