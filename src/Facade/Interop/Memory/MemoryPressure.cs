using System.Diagnostics;

namespace LibTorch.Interop;

/// <summary>
/// The garbage collector sees a few dozen bytes for a tensor that holds megabytes. This class runs it when tensors' memory has grown enough
/// since the last collection, in proportion to what stayed alive then. A program that disposes of its tensors never triggers it, and one
/// that keeps much memory alive does not collect too often.
/// </summary>
internal static unsafe class MemoryPressure
{
    // The growth in bytes that is always allowed before a collection. The least is the fastest, because memory that fits a processor's
    // cache is reused from there. But where collections take more than MaxTimeShare of the time, the allowance grows; below MinTimeShare it
    // shrinks again.
    private const long LeastAllowance = 4L << 20;
    private const long MostAllowance = 32L << 20;
    private const double MaxTimeShare = 0.25;
    private const double MinTimeShare = 0.1;

    // Approximate size in bytes of TensorImpl, StorageImpl and the managed wrapper.
    private const int BytesPerTensor = 512;

    // The growth that is allowed, in proportion to what stayed alive: one half of it.
    private const int LiveDivisor = 2;

    // How many allowances may have been promoted to older generations before these are collected too.
    private const int AgedAllowances = 2;

    // The most rounds of collections in Collect. Freeing one reference cycle may make another one unreachable, and other threads may create
    // more meanwhile.
    private const int MostRounds = 10;

    // How long to wait for finalizers: one of the application's may itself be waiting for this thread.
    private static readonly TimeSpan FinalizerTimeout = TimeSpan.FromSeconds(1);

    // The longest time that creating one tensor waits for the thread that collects, which may run code that waits for this thread.
    private static readonly TimeSpan CollectionWait = TimeSpan.FromMilliseconds(10);

    private static readonly MemoryCounters* Counters = Native.ltf_memory_counters();
    private static readonly UninterruptibleLock Collecting = new();

    private static long _allowance = LeastAllowance;
    private static long _limit = LeastAllowance;
    private static long _liveAfterFull;
    private static TimeSpan _lastRelief;
    private static TimeSpan _pausedBefore;

    public static long Live => Volatile.Read(ref Counters->Live);

    /// <summary>Bytes of device memory in all tensors ever returned by libtorch. It only grows.</summary>
    public static long DeviceMade => Volatile.Read(ref Counters->DeviceMade);

    public static long Peak => Volatile.Read(ref Counters->Peak);

    // Many small tensors count by their number. Where all are disposed of, the number of holders stays constant.
    private static long Burden => Counters->Live + ((long)TensorRegistry.Used * BytesPerTensor);

    private static long LimitAfterCollection => Burden + Math.Max(Volatile.Read(ref _allowance), Burden / LiveDivisor);

    /// <summary>
    /// Called after the runtime's own collections. Lowers the limit, so that a program that once held much memory does not keep a high
    /// limit forever.
    /// </summary>
    public static void Lower()
    {
        Volatile.Write(ref _limit, Math.Min(Volatile.Read(ref _limit), LimitAfterCollection));
        Volatile.Write(ref _liveAfterFull, Math.Min(Volatile.Read(ref _liveAfterFull), Burden));
    }

    /// <summary>
    /// Runs the garbage collector if tensors' memory has grown beyond the limit. Never throws, because callers hold native references that
    /// have no owner yet.
    /// </summary>
    public static void Check()
    {
        if (Burden > _limit)
        {
            Relieve();
        }
    }

    public static void ResetPeak() => Volatile.Write(ref Counters->Peak, Live);

    /// <summary>Frees all tensors that nothing references any more, including those that only objects with finalizers referenced.</summary>
    public static void Collect()
    {
        // Freeing a reference cycle through libtorch takes several collections: after one the callback is handed over, one finds the cycle
        // unreachable, and one frees it.
        int changes;
        var rounds = 0;
        bool looked;
        do
        {
            changes = CallbackRoots.Changes;
            looked = CollectAndFinalize();
        }
        while ((!looked || CallbackRoots.Changes != changes) && ++rounds < MostRounds);

        // The finalizer thread may have found some tensors first, and may still be freeing them.
        _ = CollectAndFinalize();
    }

    // Says whether reference cycles were looked for after the collection. They were not if CollectionNotice was still waiting for its
    // finalizer, because of the runtime's own collection just before.
    private static bool CollectAndFinalize()
    {
        Collect(GC.MaxGeneration);
        var sweeps = CallbackRoots.Sweeps;
        var finalized = new ManualResetEventSlim();
        var thread = new Thread(() => WaitAndSet(finalized)) { IsBackground = true, Name = "LibTorch finalization" };
        thread.Start();
        return !Wait(finalized) || CallbackRoots.Sweeps != sweeps;
    }

    // Returns false if the wait was in vain; the caller does not try again then.
    private static bool Wait(ManualResetEventSlim finalized)
    {
        try
        {
            return finalized.Wait(FinalizerTimeout);
        }
        catch (ThreadInterruptedException)
        {
            // An interrupt ends the wait here, and is raised again at the thread's next wait, since this may run in the middle of a call.
            Thread.CurrentThread.Interrupt();
            return false;
        }
    }

    private static void WaitAndSet(ManualResetEventSlim finalized)
    {
        GC.WaitForPendingFinalizers();
        finalized.Set();
    }

    /// <summary>
    /// Collects up to this generation. Waits neither for finalizers nor for another thread that is inside libtorch. Says whether a tensor
    /// was freed.
    /// </summary>
    public static bool Collect(int generation)
    {
        var freed = TensorRegistry.Collect(generation);
        Volatile.Write(ref _limit, LimitAfterCollection);
        if (generation == GC.MaxGeneration)
        {
            Volatile.Write(ref _liveAfterFull, Burden);
        }

        return freed;
    }

    private static void Relieve()
    {
        // One thread collects for all. The others go on, and wait for it only if they allocate so much that it cannot keep up.
        if (!Collecting.TryEnter(Burden - _limit > MostAllowance ? CollectionWait : TimeSpan.Zero))
        {
            return;
        }

        try
        {
            if (Burden <= _limit)
            {
                return;
            }

            // Garbage is usually young. But what is in use during these collections is promoted, and dies in an older generation, so those
            // are collected too once enough may have died there.
            Collect(0);
            for (var generation = 1; generation <= GC.MaxGeneration && Burden - _liveAfterFull > AgedAllowances * _allowance; generation++)
            {
                Collect(generation);
            }

            Adapt();
        }
        finally
        {
            Collecting.Exit();
        }
    }

    private static void Adapt()
    {
        var now = Stopwatch.GetElapsedTime(0);
        var paused = GC.GetTotalPauseDuration();
        var collecting = (paused - _pausedBefore) / (now - _lastRelief);
        (_lastRelief, _pausedBefore) = (now, paused);
        if (collecting > MaxTimeShare)
        {
            _allowance = Math.Min(2 * _allowance, MostAllowance);
        }
        else if (collecting < MinTimeShare)
        {
            // Shrinks slowly, because expensive collections are rare.
            _allowance = Math.Max(_allowance - (_allowance / 32), LeastAllowance);
        }
    }
}
