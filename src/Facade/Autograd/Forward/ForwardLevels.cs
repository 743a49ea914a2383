using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// The level of dual numbers that the calling thread is in. libtorch has one level for the whole process;
/// the native library lets threads that differentiate at the same time share it.
/// </summary>
internal static class ForwardLevels
{
    [ThreadStatic]
    private static long _entered;

    /// <summary>The level that the thread entered last; -1 for none.</summary>
    public static long Current => _entered - 1;

    public static long Enter()
    {
        ForwardModeCalls.Enter();
        return _entered++;
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

        ForwardModeCalls.Exit(last);
        _entered--;
    }
}
