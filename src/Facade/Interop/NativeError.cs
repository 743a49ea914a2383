namespace LibTorch.Interop;

/// <summary>Turns a native status into the exception that stands for it.</summary>
internal static unsafe class NativeError
{
    public static void Check(int status)
    {
        if (status != 0)
        {
            throw Make(status);
        }
    }

    private static Exception Make(int status)
    {
        NativeText message, backtrace;
        Native.ltf_last_error(&message, &backtrace);
        var text = MessageText.AsPython(message.ToString());
        var frames = backtrace.ToString();
        return status switch
        {
            2 => new TorchIndexException(text) { NativeBacktrace = frames },
            3 => new TorchTypeException(text) { NativeBacktrace = frames },
            4 => new TorchValueException(text) { NativeBacktrace = frames },
            5 => new TorchNotImplementedException(text) { NativeBacktrace = frames },
            6 => new TorchOutOfMemoryException(text) { NativeBacktrace = frames },
            7 => new TorchLinAlgException(text) { NativeBacktrace = frames },
            8 => new OperatorNotFoundException(text),
            9 => new ArgumentException(text),
            10 => new DllNotFoundException(text),
            _ => new TorchException(text) { NativeBacktrace = frames },
        };
    }
}
