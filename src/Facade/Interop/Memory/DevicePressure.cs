using System.Diagnostics;

namespace LibTorch.Interop;

/// <summary>
/// libtorch's device allocator calls this when none of its cached blocks fits, before it takes more memory of the device. Without it, an
/// application that disposes of nothing would fill the device, because the garbage collector does not see device memory.
/// </summary>
/// <remarks>
/// The allocator's lock is held, so nothing here may wait for a thread that needs device memory. The collection runs on this thread,
/// finalizers are not waited for, and the tensors that it finds are released on this thread too.
/// </remarks>
internal static class DevicePressure
{
    // All generations are collected if the tensors created since the last full collection, which may be garbage, take more than one eighth
    // of the free memory. So this happens before the device is full, and only some dozen times while a program fills it with tensors that
    // stay alive.
    private const int PartOfFree = 8;

    // More frequent collections, which keep the device's memory use low, may take about one tenth (gen 0) and one twentieth (all
    // generations) of the time.
    private const int YoungPartOfTime = 10;
    private const int FullPartOfTime = 20;

    // How long to wait for another thread in here that needs memory of another device: it may be freeing what is needed here, or may be
    // waiting for this thread.
    private static readonly TimeSpan EntryTimeout = TimeSpan.FromMilliseconds(20);

    private static Pace _young = new(0, YoungPartOfTime);
    private static Pace _full = new(GC.MaxGeneration, FullPartOfTime);
    private static long _madeBeforeFull;
    private static int _entered;

    /// <summary>Runs a collection if one is due, or if garbage may be filling the device. Says whether a tensor was freed.</summary>
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

    // Lets one thread in at a time. A lock would let the same thread enter again: freeing a tensor may run code that needs device memory.
    private static bool TryEnter(bool waits)
    {
        var asked = Stopwatch.GetTimestamp();
        var spinner = default(SpinWait);
        while (Interlocked.Exchange(ref _entered, 1) != 0)
        {
            if (!waits || Stopwatch.GetElapsedTime(asked) > EntryTimeout)
            {
                return false;
            }

            spinner.SpinOnce(sleep1Threshold: -1);
        }

        return true;
    }

    /// <summary>Limits how often a generation is collected, by the time that its last collection took.</summary>
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
