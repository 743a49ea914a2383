using System.Runtime.ConstrainedExecution;

namespace LibTorch.Interop;

/// <summary>
/// Unregisters this copy of the library when its load context is unloaded. Only the copy itself references this object. So the object is
/// finalized when nothing outside can reach the copy any more, and after all finalizers of the application's that may use the copy.
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
            // A call has just entered the copy. The finalizer is registered again, and until it succeeds the garbage collector does not
            // unload the copy's code.
            GC.ReRegisterForFinalize(this);
        }
    }
}
