using System.Runtime.ExceptionServices;

namespace LibTorch.Interop;

/// <summary>Turns a native status into the exception that stands for it.</summary>
internal static unsafe class NativeError
{
    public const int OutOfMemory = 6;

    public static void Check(int status)
    {
        if (status != 0)
        {
            throw Make(status);
        }
    }

    /// <summary>A backtrace with its frames' names; as it is, if they cannot be found.</summary>
    public static string WithNames(string backtrace)
    {
        if (backtrace.Length == 0)
        {
            return "";
        }

        NativeText text;
        fixed (byte* frames = NativeText.Terminated(backtrace))
        {
            return Native.ltf_backtrace_names(frames, &text) == 0 ? text.ToString() : backtrace;
        }
    }

    private static Exception Make(int status)
    {
        NativeText message, backtrace;
        Native.ltf_last_error(&message, &backtrace);
        NativeText trace;
        nint thrown;
        Native.ltf_last_error_origin(&trace, &thrown);
        if (thrown != 0)
        {
            // What a callback threw comes out as it was, with its stack.
            var exception = (ExceptionDispatchInfo)Callbacks.Target(thrown);
            Native.ltf_last_error_forget();
            exception.Throw();
        }

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
            _ => new TorchException(text) { NativeFrames = frames, ForwardTrace = forward },
        };
    }
}
