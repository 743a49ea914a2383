using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>The managed side of native callbacks: what they are known by over there, and the door through which they come in.</summary>
internal static unsafe class Callbacks
{
    private const int ManagedError = 10;

    private static readonly UninterruptibleLock Gate = new();
    private static bool _registered;

    // What StackText lent last: pinned, and alive until the thread's next one.
    [ThreadStatic]
    private static byte[]? _lent;

    /// <summary>A handle on the object, for native code to take over.</summary>
    public static nint HandleOn(object target)
    {
        Register();
        return GCHandle.ToIntPtr(GCHandle.Alloc(target));
    }

    /// <summary>The object behind a handle.</summary>
    public static object Target(nint handle) => GCHandle.FromIntPtr(handle).Target!;

    /// <summary>Tells the native side where to call; once.</summary>
    public static void Register()
    {
        if (Volatile.Read(ref _registered))
        {
            return;
        }

        using (Gate.Enter())
        {
            if (_registered)
            {
                return;
            }

            var table = new CallbackTable { Call = &Call, Pack = &Pack, Stack = &Stack, StackText = &StackText, Release = &Release, MakeRoom = &MakeRoom };
            Native.ltf_callbacks_set(&table);
            Volatile.Write(ref _registered, true);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Call(
        nint target, nint state, nint node, nint* first, int firstCount, nint* second, int secondCount, nint* results, int room, int* replaced, nint* error)
    {
        NodeHandle? caller = null;
        try
        {
            // Before anything is made, as that is the caller's too.
            using var here = state == 0 ? null : ((ICaller)Target(state)).Enter();
            caller = node == 0 ? null : new NodeHandle(node);
            var (firsts, seconds) = TensorHandle.Own(first, firstCount, second, secondCount);
            var given = ((ICallback)Target(target)).Call(caller, firsts, seconds);
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
        try
        {
            using var here = state == 0 ? null : ((ICaller)Target(state)).Enter();

            // What is packed belongs to the graph, which may live longer than the scope that it is made in.
            using var outside = new OutsideFrames();
            *packed = HandleOn(((IPacker)Target(target)).Pack(TensorHandle.Own(tensor)!.Value));
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
        try
        {
            return HandleOn(ForwardStack.Capture());
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
        try
        {
            *text = NativeText.Lend(Target(stack).ToString()!, ref _lent);
        }
        catch (Exception)
        {
            *text = default;
        }
    }

    // What a target owns goes when libtorch needs it no more, not when the collector comes by.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint handle)
    {
        var held = GCHandle.FromIntPtr(handle);
        (held.Target as IOwned)?.Dispose();
        held.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int MakeRoom(long free)
    {
        try
        {
            return DevicePressure.Relieve(free) ? 1 : 0;
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
        *error = HandleOn(ExceptionDispatchInfo.Capture(thrown));
        return ManagedError;
    }
}
