using System.Diagnostics;

namespace LibTorch.Interop;

/// <summary>
/// The collector sees a few dozen bytes where a tensor holds megabytes. This has it run when tensors' memory has
/// grown enough since the last time, by what stayed alive then: who disposes never pays, and who holds much does not thrash.
/// </summary>
internal static unsafe class MemoryPressure
{
    // Growth that is always allowed. What fits a processor's cache is met there again, so that the least is the fastest,
    // but where the collector takes more than a part of the time, it is asked less often.
    private const long LeastAllowance = 4L << 20;
    private const long MostAllowance = 32L << 20;
    private const double MuchTime = 0.25;
    private const double LittleTime = 0.1;

    // Bytes that libtorch and the runtime have for each tensor, about, beside its elements.
    private const int Beside = 512;

    // Growth that is allowed as a part of what stayed alive.
    private const int PartOfLive = 2;

    // How many times the allowance may grow old and die before all is looked at.
    private const int Aged = 2;

    // What one reference cycle held may be another cycle, and other threads may make more meanwhile.
    private const int MostRounds = 10;

    // A finalizer of the application's may wait for the very thread that waits here.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // What one tensor waits at most for the thread that collects: that may run what waits for this thread.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private static readonly MemoryCounters* Counters = Native.ltf_memory_counters();
    private static readonly UninterruptibleLock Collecting = new();

    private static long _allowance = LeastAllowance;
    private static long _limit = LeastAllowance;
    private static long _stayed;
    private static TimeSpan _relieved;
    private static TimeSpan _paused;

    public static long Live => Volatile.Read(ref Counters->Live);

    /// <summary>Bytes of devices' memory in all tensors that were ever made here. It only grows.</summary>
    public static long DeviceMade => Volatile.Read(ref Counters->DeviceMade);

    public static long Peak => Volatile.Read(ref Counters->Peak);

    // Many small tensors are a burden by their number, which is a constant where all are disposed of.
    private static long Burden => Counters->Live + ((long)TensorRegistry.Used * Beside);

    private static long LimitAfterCollection => Burden + Math.Max(Volatile.Read(ref _allowance), Burden / PartOfLive);

    /// <summary>Called after the runtime's own collections: who once held much has no claim to it for ever.</summary>
    public static void Lower()
    {
        Volatile.Write(ref _limit, Math.Min(Volatile.Read(ref _limit), LimitAfterCollection));
        Volatile.Write(ref _stayed, Math.Min(Volatile.Read(ref _stayed), Burden));
    }

    /// <summary>Runs the collector if tensors' memory has grown beyond the limit. Throws nothing: callers hold references that nobody owns yet.</summary>
    public static void Check()
    {
        if (Burden > _limit)
        {
            Relieve();
        }
    }

    public static void ResetPeak() => Volatile.Write(ref Counters->Peak, Live);

    /// <summary>Frees all that nobody holds any more, also what only finalizers came to.</summary>
    public static void Collect()
    {
        // A reference cycle through libtorch takes several collections: one to see it, one to find it out of reach, one to take it.
        int changes;
        var rounds = 0;
        bool looked;
        do
        {
            changes = CallbackRoots.Changes;
            looked = CollectAndFinalize();
        }
        while ((!looked || CallbackRoots.Changes != changes) && ++rounds < MostRounds);

        // The finalizer's thread may have found some of it first, and be freeing it still.
        _ = CollectAndFinalize();
    }

    // Says whether reference cycles were looked for after the collection. They were not where the object that tells of
    // collections still had its finalizer before it, because of the runtime's own one just before.
    private static bool CollectAndFinalize()
    {
        Collect(GC.MaxGeneration);
        var sweeps = CallbackRoots.Sweeps;
        var finalized = new ManualResetEventSlim();
        var thread = new Thread(() => WaitAndSet(finalized)) { IsBackground = true, Name = "LibTorch finalization" };
        thread.Start();
        return !Wait(finalized) || CallbackRoots.Sweeps != sweeps;
    }

    // Whoever waits for nothing does not try again.
    private static bool Wait(ManualResetEventSlim finalized)
    {
        try
        {
            return finalized.Wait(Patience);
        }
        catch (ThreadInterruptedException)
        {
            // Who is interrupted waits no longer, and hears of it at the next wait: this may run in the midst of a call.
            Thread.CurrentThread.Interrupt();
            return false;
        }
    }

    private static void WaitAndSet(ManualResetEventSlim finalized)
    {
        GC.WaitForPendingFinalizers();
        finalized.Set();
    }

    /// <summary>Collects up to this generation; waits neither for finalizers nor for another thread that is inside libtorch. Says whether a tensor went.</summary>
    public static bool Collect(int generation)
    {
        var freed = TensorRegistry.Collect(generation);
        Volatile.Write(ref _limit, LimitAfterCollection);
        if (generation == GC.MaxGeneration)
        {
            Volatile.Write(ref _stayed, Burden);
        }

        return freed;
    }

    private static void Relieve()
    {
        // One thread collects for all; the others go on, unless they make so much that it cannot keep up.
        if (!Collecting.TryEnter(Burden - _limit > MostAllowance ? Pause : TimeSpan.Zero))
        {
            return;
        }

        try
        {
            if (Burden <= _limit)
            {
                return;
            }

            // What piles up is young as a rule. Of what was in use at each of these, a little grows old and dies then.
            Collect(0);
            for (var generation = 1; generation <= GC.MaxGeneration && Burden - _stayed > Aged * _allowance; generation++)
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
        var collecting = (paused - _paused) / (now - _relieved);
        (_relieved, _paused) = (now, paused);
        if (collecting > MuchTime)
        {
            _allowance = Math.Min(2 * _allowance, MostAllowance);
        }
        else if (collecting < LittleTime)
        {
            // Slowly, as the dear ones are rare.
            _allowance = Math.Max(_allowance - (_allowance / 32), LeastAllowance);
        }
    }
}
