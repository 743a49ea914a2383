using System.Runtime.ConstrainedExecution;

namespace LibTorch.Interop;

/// <summary>
/// The end of a copy of the library whose load context was unloaded. Only the copy itself holds this object, so it is
/// finalized when nothing else can come to the copy, and after all finalizers of the application's that may use it.
/// </summary>
internal sealed unsafe class CopyEnd(nint owner) : CriticalFinalizerObject
{
    ~CopyEnd()
    {
        int ended;
        if (!NativeError.Failed(Native.ltf_owner_end(owner, &ended)) && ended != 0)
        {
            TensorRegistry.End();
        }
        else
        {
            // A call has just come in. As long as this is tried again, the collector leaves the copy's code where it is.
            GC.ReRegisterForFinalize(this);
        }
    }
}
