using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>One owned reference on a random number generator.</summary>
internal sealed class GeneratorHandle : SafeHandle
{
    public GeneratorHandle(nint owned)
        : base(0, ownsHandle: true) => SetHandle(owned);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Native.ltf_generator_release(handle);
        return true;
    }
}
