using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>Turns a native status into an exception.</summary>
internal static unsafe class NativeError
{
    private const int OutOfMemory = 6;

    // A bit in the status: libtorch warned during the call.
    private const int Warned = 0x100;

    public static void Check(int status)
    {
        if (status != 0)
        {
            Tell(status);
        }
    }

    /// <summary>Whether the call failed, regardless of warnings.</summary>
    public static bool Failed(int status) => (status & ~Warned) != 0;

    /// <summary>Whether the call failed because there was not enough memory.</summary>
    public static bool IsOutOfMemory(int status) => (status & ~Warned) == OutOfMemory;

    /// <summary>The backtrace with the names of its functions; unchanged if they cannot be found.</summary>
    public static string WithNames(string backtrace)
    {
        if (backtrace.Length == 0)
        {
            return "";
        }

        NativeText text;
        fixed (byte* frames = NativeText.Terminated(backtrace))
        {
            return !Failed(Native.ltf_backtrace_names(frames, &text)) ? text.ToString() : backtrace;
        }
    }

    private static void Tell(int status)
    {
        // The error is read before the warnings are delivered: a warning handler may call libtorch, and fail there.
        var thrown = Failed(status) ? Thrown() : null;
        var error = Failed(status) && thrown is null ? Make(status & ~Warned) : null;
        if ((status & Warned) != 0)
        {
            WarningCalls.Deliver();
        }

        // An exception from a callback is thrown again as it was, with its stack.
        thrown?.Throw();
        if (error is not null)
        {
            throw error;
        }
    }

    private static ExceptionDispatchInfo? Thrown()
    {
        nint thrown;
        Native.ltf_last_error_exception(Callbacks.Runtime, &thrown);
        if (thrown == 0)
        {
            return null;
        }

        var handle = GCHandle.FromIntPtr(thrown);
        var exception = (ExceptionDispatchInfo)handle.Target!;
        handle.Free();
        return exception;
    }

    private static Exception Make(int status)
    {
        NativeText message, backtrace, trace;
        Native.ltf_last_error(&message, &backtrace);
        Native.ltf_last_error_trace(&trace);
        var forward = trace.ToString();
        var text = MessageText.AsPython(message.ToString()) + (forward.Length == 0 ? "" : "\n" + forward);
        var frames = backtrace.ToString();
        return status switch
        {
            2 => new TorchIndexException(text) { NativeFrames = frames, ForwardTrace = forward },
            3 => new TorchTypeException(text) { NativeFrames = frames, ForwardTrace = forward },
            4 => new TorchValueException(text) { NativeFrames = frames, ForwardTrace = forward },
            5 => new TorchNotImplementedException(text) { NativeFrames = frames, ForwardTrace = forward },
            OutOfMemory => new TorchOutOfMemoryException(text) { NativeFrames = frames, ForwardTrace = forward },
            7 => new TorchLinAlgException(text) { NativeFrames = frames, ForwardTrace = forward },
            8 => new OperatorNotFoundException(text),
            9 => new ArgumentException(text),
            11 => new DllNotFoundException(text),
            12 => new TorchDistException(text) { NativeFrames = frames },
            13 => new TorchDistBackendException(text) { NativeFrames = frames },
            14 => new TorchDistStoreException(text) { NativeFrames = frames },
            15 => new TorchDistNetworkException(text) { NativeFrames = frames },
            16 => new TorchDistTimeoutException(text) { NativeFrames = frames },
            _ => new TorchException(text) { NativeFrames = frames, ForwardTrace = forward },
        };
    }
}
