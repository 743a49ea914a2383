using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>The managed side of native callbacks: what they are known by over there, and the door through which they come in.</summary>
internal static unsafe class Callbacks
{
    private const int Unloaded = 1;
    private const int ManagedError = 10;

    // What StackText lent last: pinned, and alive until the thread's next one.
    [ThreadStatic]
    private static byte[]? _lent;

    /// <summary>What only the copies of the library in one runtime have in common, of which a process may have several.</summary>
    public static nint Runtime => typeof(object).TypeHandle.Value;

    /// <summary>A handle on the object, for native code to take over.</summary>
    public static ManagedHandle HandleOn(object target)
    {
        var owner = LibraryCopy.Owner;
        return new ManagedHandle(HeldObjects.Add(target), owner);
    }

    /// <summary>Where native code is to call.</summary>
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
            // Before anything is made, as that is the caller's too.
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

            // What is packed belongs to the graph, which may live longer than the scope that it is made in.
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

    // Another copy of the library may have called what threw; it knows nothing of this one's numbers.
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

    // What a target owns goes when libtorch needs it no more, not when the collector comes by.
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
            // The allocator goes on without.
            return 0;
        }
    }

    // All are looked at before the first is handed over, so that a disposed one leaves nothing behind.
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
            // The status alone has to do.
        }

        return ManagedError;
    }
}
