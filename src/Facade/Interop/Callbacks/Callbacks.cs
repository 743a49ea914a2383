using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>
/// The managed side of native callbacks: handles by which native code knows managed objects, and the functions that it calls.
/// </summary>
internal static unsafe class Callbacks
{
    /// <summary>The status of a callback that threw an exception.</summary>
    public const int ManagedError = 10;

    private const int Unloaded = 1;

    // The text that StackText returned last: pinned, and kept until the thread's next one.
    [ThreadStatic]
    private static byte[]? _lent;

    /// <summary>
    /// Identifies the .NET runtime, of which a process may have several. Copies of the library in one runtime have the same value.
    /// </summary>
    public static nint Runtime => typeof(object).TypeHandle.Value;

    /// <summary>A handle of the object, which native code takes over.</summary>
    public static ManagedHandle HandleOn(object target)
    {
        var owner = LibraryCopy.Owner;
        return new ManagedHandle(HeldObjects.Add(target), owner);
    }

    /// <summary>The functions that native code calls.</summary>
    public static CallbackTable Table() => new()
    {
        Call = &Call, Pack = &Pack, Stack = &Stack, StackText = &StackText, Exception = &Share, Warning = &WarningCalls.OnWarning, Release = &Release, MakeRoom = &MakeRoom, Runtime = Runtime,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Call(
        nint target, nint state, nint node, nint* first, int firstCount, nint* second, int secondCount, nint* results, int room, int* replaced, nint* error)
    {
        if (!LibraryCopy.IsReachable)
        {
            GiveBack(node, first, firstCount, second, secondCount);
            return Unloaded;
        }

        NodeHandle? caller = null;
        try
        {
            // Entered first, so that the objects created below belong to the caller's context too.
            using var here = state == 0 ? null : ((ICaller)HeldObjects.Target(state)).Enter();
            caller = node == 0 ? null : new NodeHandle(node);
            var (firsts, seconds) = TensorHandle.Own(first, firstCount, second, secondCount);
            var given = ((ICallback)HeldObjects.Target(target)).Call(caller, firsts, seconds);
            if (given is not null)
            {
                HandOver(given, new Span<nint>(results, room));
                *replaced = 1;
            }

            return 0;
        }
        catch (Exception thrown)
        {
            return Keep(thrown, error);
        }
        finally
        {
            caller?.Dispose();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Pack(nint target, nint state, nint tensor, nint* packed, nint* error)
    {
        if (!LibraryCopy.IsReachable)
        {
            Native.ltf_tensor_release(tensor);
            return Unloaded;
        }

        try
        {
            using var here = state == 0 ? null : ((ICaller)HeldObjects.Target(state)).Enter();

            // The packed object belongs to the graph, which may outlive the scope in which it is created.
            using var outside = new OutsideFrames();
            *packed = HeldObjects.Add(((IPacker)HeldObjects.Target(target)).Pack(TensorHandle.Own(tensor)!.Value));
            return 0;
        }
        catch (Exception thrown)
        {
            return Keep(thrown, error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Stack()
    {
        if (!LibraryCopy.IsReachable)
        {
            return 0;
        }

        try
        {
            return HeldObjects.Add(ForwardStack.Capture());
        }
        catch (Exception)
        {
            // An error message without the stack is better than none.
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void StackText(nint stack, NativeText* text)
    {
        *text = default;
        if (!LibraryCopy.IsReachable)
        {
            return;
        }

        try
        {
            *text = NativeText.Lend(HeldObjects.Target(stack).ToString()!, ref _lent);
        }
        catch (Exception)
        {
            *text = default;
        }
    }

    // The exception may go to another copy of the library, to which this copy's handle numbers mean nothing, so it gets a GCHandle.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Share(nint thrown)
    {
        if (!LibraryCopy.IsReachable)
        {
            return 0;
        }

        try
        {
            return GCHandle.ToIntPtr(GCHandle.Alloc(HeldObjects.Target(thrown)));
        }
        catch (OutOfMemoryException)
        {
            return 0;
        }
    }

    // What a target owns is disposed of as soon as libtorch needs it no more, without waiting for a garbage collection.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint handle)
    {
        if (LibraryCopy.IsReachable)
        {
            (HeldObjects.Remove(handle) as IOwned)?.Dispose();
        }
    }

    private static void GiveBack(nint node, nint* first, int firstCount, nint* second, int secondCount)
    {
        foreach (var tensor in new ReadOnlySpan<nint>(first, firstCount))
        {
            Native.ltf_tensor_release(tensor);
        }

        foreach (var tensor in new ReadOnlySpan<nint>(second, secondCount))
        {
            Native.ltf_tensor_release(tensor);
        }

        Native.ltf_node_release(node);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int MakeRoom(long free)
    {
        try
        {
            return LibraryCopy.IsReachable && DevicePressure.Relieve(free) ? 1 : 0;
        }
        catch (Exception)
        {
            // The allocator goes on as if nothing had been freed.
            return 0;
        }
    }

    // Pointers of all tensors are taken before the first result is written, so that a disposed tensor leaves no results behind.
    private static void HandOver(IHandleOwner?[] given, Span<nint> results)
    {
        using var lease = new Lease();
        var pointers = lease.Take(given);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = pointers[i];
            Native.ltf_tensor_retain(pointers[i]);
        }
    }

    private static int Keep(Exception thrown, nint* error)
    {
        try
        {
            *error = HeldObjects.Add(ExceptionDispatchInfo.Capture(thrown));
        }
        catch (OutOfMemoryException)
        {
            // There is no memory to keep the exception; only the status is returned.
        }

        return ManagedError;
    }
}
