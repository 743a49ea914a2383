using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace LibTorch.Interop;

/// <summary>Hearing libtorch's warnings.</summary>
internal static unsafe class WarningCalls
{
    // Texts with sizes in them could grow without end.
    private const int MostRemembered = 10_000;

    private static readonly HashSet<(string Place, string Text)> Written = [];
    private static readonly UninterruptibleLock Writing = new();

    private static Func<string, bool>? _listener;

    /// <summary>Passes warnings on to the listener, which says whether it took one; the others go to standard error.</summary>
    public static void Listen(Func<string, bool> listener) => _listener = listener;

    /// <summary>Hears what the call that has just ended was warned about.</summary>
    public static void Deliver() => Native.ltf_warnings_deliver(&OnWarning);

    /// <summary>Hears a warning; one that was not taken is written by the native side.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int OnWarning(byte* text, long length)
    {
        if (!LibraryCopy.IsReachable)
        {
            return 0;
        }

        try
        {
            var message = Encoding.UTF8.GetString(text, (int)length);
            return _listener?.Invoke(message) == true || WasWritten(message) ? 1 : 0;
        }
#pragma warning disable CA1031 // libtorch's frames lie below: nothing may unwind them, and a warning is no reason to fail.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Report(error);
            return 0;
        }
    }

    // Python's "default" filter: each text once for each line that calls.
    private static bool WasWritten(string message)
    {
        var place = CallingPlace();
        using var writing = Writing.Enter();
        if (Written.Count == MostRemembered)
        {
            Written.Clear();
        }

        return !Written.Add((place, message));
    }

    // The innermost frame that is not this library's; the engine's own threads have none.
    private static string CallingPlace()
    {
        var own = typeof(WarningCalls).Assembly.FullName;
        foreach (var frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is { } method && method.DeclaringAssemblyName != own)
            {
                return $"{method.DeclaringTypeName}.{method.Name}+{frame.GetILOffset()}:{frame.GetNativeOffset()}";
            }
        }

        return "";
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
