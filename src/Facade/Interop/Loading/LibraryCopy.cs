using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace LibTorch.Interop;

/// <summary>
/// This copy of the library. A process has one copy for each load context that brings its own, as a plugin host's do. All copies use one
/// native library, so every callback from it says which copy it belongs to.
/// </summary>
/// <remarks>
/// A collectible load context is unloaded in two steps. When unloading is requested, the copy removes what references it from outside, but
/// goes on working: the code that unloads it may still be running inside the copy, and other threads may be in one of its hooks. When the
/// garbage collector finds that nothing uses the copy any more, <see cref="CopyEnd"/> unregisters it from native code.
/// </remarks>
internal static unsafe class LibraryCopy
{
    private static readonly AssemblyLoadContext? Context = AssemblyLoadContext.GetLoadContext(typeof(LibraryCopy).Assembly);

    private static readonly bool MayEnd = Context is { IsCollectible: true };

    private static nint _owner;
    private static CopyEnd? _end;

    // Its target is null as soon as a garbage collection finds the copy unreachable, which is before any of its finalizers run.
    private static GCHandle _reachable;

    /// <summary>The native object that represents this copy.</summary>
    public static nint Owner => _owner != 0 ? _owner : NativeLoader.Loaded.Owner;

    /// <summary>
    /// Whether a call from native code may go on. Where the garbage collector has found the copy unreachable, its objects are being
    /// finalized, and the target of the call may be finalized already.
    /// </summary>
    public static bool IsReachable => !MayEnd || (_reachable.IsAllocated && _reachable.Target is not null);

    /// <summary>
    /// Calls <paramref name="letGo"/> when the unloading of the load context is requested; at once if it was requested before.
    /// </summary>
    public static void WhenUnloading(Action letGo)
    {
        if (!MayEnd)
        {
            return;
        }

        Context!.Unloading += _ => letGo();
        if (!AssemblyLoadContext.All.Contains(Context))
        {
            letGo();
        }
    }

    /// <summary>Registers this copy's callbacks with the native library, which has just been loaded.</summary>
    public static nint Register(nint library)
    {
        // The function is called by pointer: the imports do not work yet, because they wait for the library.
        var register = (delegate* unmanaged<CallbackTable*, int, nint*, int>)NativeLibrary.GetExport(library, nameof(Native.ltf_owner_register));
        var table = Callbacks.Table();
        nint owner;
        if (NativeError.Failed(register(&table, MayEnd ? 1 : 0, &owner)))
        {
            throw new TorchOutOfMemoryException("There is no memory to register this copy of the library.");
        }

        if (MayEnd)
        {
            _end = new CopyEnd(owner);
            _reachable = GCHandle.Alloc(_end, GCHandleType.Weak);
        }

        _owner = owner;
        return owner;
    }

    /// <summary>Tells the native library that this copy will not report the end of the process.</summary>
    public static void Leave(nint library) => ((delegate* unmanaged<void>)NativeLibrary.GetExport(library, nameof(Native.ltf_owner_leaves)))();
}
