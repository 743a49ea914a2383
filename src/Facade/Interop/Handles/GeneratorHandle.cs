namespace LibTorch.Interop;

/// <summary>One owned reference to a random number generator.</summary>
internal sealed class GeneratorHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_generator_release(owned);
}
