using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// Which level of dual numbers the calling thread is in. libtorch has one level for the whole process;
/// threads that differentiate at the same time share it, and the last one to leave ends it.
/// </summary>
internal static class ForwardLevels
{
    private static readonly UninterruptibleLock _gate = new();

    private static int _threads;

    [ThreadStatic]
    private static long _entered;

    /// <summary>The level that the thread entered last; -1 for none.</summary>
    public static long Current => _entered - 1;

    public static long Enter()
    {
        using (_gate.Enter())
        {
            // Asked for a second level, libtorch says itself that there are none.
            if (_threads == 0 || _entered > 0)
            {
                ForwardModeCalls.Enter();
            }

            _threads++;
            return _entered++;
        }
    }

    public static void Exit(long? level)
    {
        var last = Current;
        if ((level ?? last) != last)
        {
            throw new TorchException("Trying to exit a forward AD level that was not the last one that was created. This is not supported.");
        }

        if (last < 0)
        {
            throw new TorchException("Dual level must be a positive number.");
        }

        using (_gate.Enter())
        {
            if (_threads == 1)
            {
                ForwardModeCalls.Exit(last);
            }

            _threads--;
            _entered--;
        }
    }
}
