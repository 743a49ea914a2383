using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>A function that native code calls once and records.</summary>
/// <param name="function">Takes the inputs, and hands its result to the receiver.</param>
internal sealed unsafe class TracedRun(Action<TensorHandle?[], nint> function) : IDisposable
{
    private readonly Action<TensorHandle?[], nint> _function = function;
    private readonly KeptException _error = new();
    private GCHandle _handle;

    /// <summary>The function for native code. Call it once.</summary>
    public TracedCode Code()
    {
        _handle = GCHandle.Alloc(this);
        return new() { Target = GCHandle.ToIntPtr(_handle), Run = &OnRun };
    }

    /// <summary>Throws the function's exception, or else the one for the native status.</summary>
    public void Check(int status) => _error.Check(status);

    public void Dispose()
    {
        if (_handle.IsAllocated)
        {
            _handle.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnRun(nint target, nint* inputs, int count, nint receiver)
    {
        var run = (TracedRun)GCHandle.FromIntPtr(target).Target!;
        try
        {
            run._function(TensorHandle.Own(inputs, count), receiver);
            return 0;
        }
#pragma warning disable CA1031 // It is thrown by Check, once native code has returned.
        catch (Exception error)
#pragma warning restore CA1031
        {
            run._error.Keep(error);
            return Callbacks.ManagedError;
        }
    }
}
