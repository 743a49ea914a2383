namespace LibTorch.Interop;

/// <summary>
/// Keeps the handlers of signals such as SIGSEGV while a library is loaded. From these signals the runtime makes its exceptions for a null
/// reference and a division by zero. A library's initialiser may install handlers of its own, as that of UCX does, which Debian 13's
/// libtorch brings along; then such an exception would end the process.
/// </summary>
internal readonly unsafe ref struct KeptSignalHandlers : IDisposable
{
    // Larger than struct sigaction in any C library for Linux.
    private const int ActionBytes = 256;

    // SIGILL, SIGTRAP, SIGBUS, SIGFPE and SIGSEGV, which have these numbers on each architecture that .NET runs on under Linux.
    private static readonly int[] s_signals = [4, 5, 7, 8, 11];

    private readonly byte[] _actions = new byte[s_signals.Length * ActionBytes];

    public KeptSignalHandlers()
    {
        for (var i = 0; i < s_signals.Length; i++)
        {
            fixed (byte* action = &_actions[i * ActionBytes])
            {
                _ = Native.sigaction(s_signals[i], null, action);
            }
        }
    }

    public void Dispose()
    {
        for (var i = 0; i < s_signals.Length; i++)
        {
            fixed (byte* action = &_actions[i * ActionBytes])
            {
                _ = Native.sigaction(s_signals[i], action, null);
            }
        }
    }
}
