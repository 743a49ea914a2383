using System.Diagnostics;

namespace LibTorch.Interop;

/// <summary>
/// libtorch's allocator of a device asks here where no memory that it keeps fits, before it takes more of the device. Without
/// this an application that disposes of nothing would fill the device, as the collector does not see its memory.
/// </summary>
/// <remarks>
/// A lock of the allocator's is held, so nothing here may wait for a thread that wants memory of the device: the collector runs
/// on this thread, finalizers are not waited for, and what the collector took is given back here too.
/// </remarks>
internal static class DevicePressure
{
    // All is collected where what was made since the last time, and may be garbage, is more than this part of what is free:
    // so it is before the device is full, and only some dozen times while one fills it with what stays.
    private const int PartOfFree = 8;

    // Collecting more often than that, to take less of the device, may take about this part of the time.
    private const int YoungPartOfTime = 10;
    private const int FullPartOfTime = 20;

    // Another thread that is short of another device's memory may be giving back what is wanted here, or wait for this thread.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private static Pace _young = new(0, YoungPartOfTime);
    private static Pace _full = new(GC.MaxGeneration, FullPartOfTime);
    private static long _madeBeforeFull;
    private static int _entered;

    /// <summary>Collects where it is time to, or where it may be what is in the way. Says whether a tensor went.</summary>
    /// <param name="free">Bytes that the device has left.</param>
    public static bool Relieve(long free)
    {
        var mayHelp = MemoryPressure.DeviceMade - Volatile.Read(ref _madeBeforeFull) > free / PartOfFree;
        if (!TryEnter(mayHelp))
        {
            return false;
        }

        try
        {
            if (mayHelp || _full.IsDue)
            {
                Volatile.Write(ref _madeBeforeFull, MemoryPressure.DeviceMade);
                return _full.Collect();
            }

            return _young.IsDue && _young.Collect();
        }
        finally
        {
            Volatile.Write(ref _entered, 0);
        }
    }

    // One at a time. It is no lock, which the same thread could enter again: what goes with a tensor may ask for memory.
    private static bool TryEnter(bool waits)
    {
        var asked = Stopwatch.GetTimestamp();
        var spinner = default(SpinWait);
        while (Interlocked.Exchange(ref _entered, 1) != 0)
        {
            if (!waits || Stopwatch.GetElapsedTime(asked) > Patience)
            {
                return false;
            }

            spinner.SpinOnce(sleep1Threshold: -1);
        }

        return true;
    }

    /// <summary>How often a generation is collected.</summary>
    private struct Pace(int generation, int partOfTime)
    {
        private long _ended;
        private long _took;

        public readonly bool IsDue => Stopwatch.GetTimestamp() - _ended >= _took * partOfTime;

        public bool Collect()
        {
            var started = Stopwatch.GetTimestamp();
            var freed = MemoryPressure.Collect(generation);
            _ended = Stopwatch.GetTimestamp();
            _took = _ended - started;
            return freed;
        }
    }
}
