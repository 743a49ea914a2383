using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace LibTorch.Interop;

/// <summary>
/// This copy of the library. A process has one for each load context that brings its own, as those of a plugin host do, and
/// all of them use one native library: so whatever calls back from there says which copy it belongs to.
/// </summary>
/// <remarks>
/// A load context that is collectible goes in two steps. When it is told to, the copy lets go of what holds it from outside,
/// and works on: who unloads may still be inside of it, and others may be at one of its hooks. When the collector finds that
/// nothing uses the copy any more, <see cref="CopyEnd"/> has native code forget it.
/// </remarks>
internal static unsafe class LibraryCopy
{
    private static readonly AssemblyLoadContext? Context = AssemblyLoadContext.GetLoadContext(typeof(LibraryCopy).Assembly);

    private static readonly bool MayEnd = Context is { IsCollectible: true };

    private static nint _owner;
    private static CopyEnd? _end;

    // Empty from the collection on that finds the copy unreachable, which is before any finalizer of it runs.
    private static GCHandle _reachable;

    /// <summary>What native code knows this copy by.</summary>
    public static nint Owner => _owner != 0 ? _owner : NativeLoader.Loaded.Owner;

    /// <summary>
    /// Whether a call from native code may go on. Where the collector has found that nothing comes to the copy, its
    /// objects are being finalized, and what would be called may be finalized already.
    /// </summary>
    public static bool IsReachable => !MayEnd || (_reachable.IsAllocated && _reachable.Target is not null);

    /// <summary>Has <paramref name="letGo"/> called when the load context is told to go; at once, if it was before.</summary>
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

    /// <summary>Tells the native library that has just been loaded where to call.</summary>
    public static nint Register(nint library)
    {
        // The imports do not work yet: they wait for the library.
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

    /// <summary>Tells it that this copy hears no more of the process's end.</summary>
    public static void Leave(nint library) => ((delegate* unmanaged<void>)NativeLibrary.GetExport(library, nameof(Native.ltf_owner_leaves)))();
}
