using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace LibTorch.Interop;

/// <summary>Receives libtorch's warnings.</summary>
internal static unsafe class WarningCalls
{
    // Bounded, since warnings with sizes in their texts could fill the set without end.
    private const int MostRemembered = 10_000;

    private static readonly HashSet<(string Place, string Text)> Written = [];
    private static readonly UninterruptibleLock Writing = new();

    private static Func<string, bool>? _listener;

    /// <summary>Sets the listener, which says whether it handled a warning; other warnings go to standard error.</summary>
    public static void Listen(Func<string, bool> listener) => _listener = listener;

    /// <summary>Delivers the warnings of the call that has just ended.</summary>
    public static void Deliver() => Native.ltf_warnings_deliver(&OnWarning);

    /// <summary>Receives a warning. If it is not handled here, the native side writes it to standard error.</summary>
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

    // Like Python's "default" filter: each text is shown once for each calling line.
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

    // The innermost frame that is not in this library; the engine's own threads have none.
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
            // Standard error is closed, so the failure cannot be reported.
        }
        catch (ObjectDisposedException)
        {
            // As above.
        }
    }
}
