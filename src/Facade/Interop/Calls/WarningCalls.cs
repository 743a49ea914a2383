using System.Runtime.InteropServices;
using System.Text;

namespace LibTorch.Interop;

/// <summary>Hearing libtorch's warnings.</summary>
internal static unsafe class WarningCalls
{
    private static Func<string, bool>? _listener;

    /// <summary>Passes warnings on to the listener, which says whether it took one; the others go to standard error.</summary>
    public static void Listen(Func<string, bool> listener)
    {
        _listener = listener;
        Native.ltf_set_warning_handler(&OnWarning);
    }

    [UnmanagedCallersOnly]
    private static int OnWarning(byte* text, long length)
    {
        try
        {
            return _listener!(Encoding.UTF8.GetString(text, (int)length)) ? 1 : 0;
        }
#pragma warning disable CA1031 // libtorch's frames lie below: nothing may unwind them, and a warning is no reason to fail.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Report(error);
            return 0;
        }
    }

    private static void Report(Exception error)
    {
        try
        {
            Console.Error.WriteLine($"While a warning of libtorch's was handled: {error}");
        }
        catch (IOException)
        {
            // Standard error is closed, so there is nobody to tell.
        }
        catch (ObjectDisposedException)
        {
            // As above.
        }
    }
}
