namespace LibTorch.Interop;

/// <summary>
/// The collector sees a few dozen bytes where a tensor holds megabytes. This has it run when tensors' memory has
/// grown enough since the last time, by what stayed alive then: who disposes never pays, and who holds much does not thrash.
/// </summary>
internal static unsafe class MemoryPressure
{
    // Growth that is always allowed, and as a part of what stayed alive.
    private const long Allowance = 32L << 20;
    private const int Part = 2;

    // A finalizer of the application's may wait for the very thread that waits here.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly MemoryCounters* Counters = Native.ltf_memory_counters();
    private static readonly Lock Collecting = new();

    private static long _limit = Allowance;
    private static long _stayed;
    private static bool _hearsOfCollections;

    public static long Live => Volatile.Read(ref Counters->Live);

    public static long Peak => Volatile.Read(ref Counters->Peak);

    /// <summary>Called after the runtime's own collections: who once held much has no claim to it for ever.</summary>
    public static void Lower() => Volatile.Write(ref _limit, Math.Min(Volatile.Read(ref _limit), LimitAfterCollection));

    /// <summary>Runs the collector if tensors' memory has grown beyond the limit.</summary>
    public static void Check()
    {
        if (Counters->Live > _limit)
        {
            Relieve();
        }
    }

    public static void ResetPeak() => Volatile.Write(ref Counters->Peak, Live);

    /// <summary>Frees all that nobody holds any more.</summary>
    public static void Collect(int generation)
    {
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        using var finalized = new ManualResetEventSlim();
        var thread = new Thread(() => WaitAndSet(finalized)) { IsBackground = true, Name = "LibTorch finalization" };
        thread.Start();
        finalized.Wait(Patience);
        Volatile.Write(ref _limit, LimitAfterCollection);
    }

    private static long LimitAfterCollection => Live + Math.Max(Allowance, Live / Part);

    private static void WaitAndSet(ManualResetEventSlim finalized)
    {
        GC.WaitForPendingFinalizers();
        try
        {
            finalized.Set();
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    private static void Relieve()
    {
        // One thread collects for all; the others go on.
        if (!Collecting.TryEnter())
        {
            return;
        }

        try
        {
            if (Live <= _limit)
            {
                return;
            }

            if (!_hearsOfCollections)
            {
                _hearsOfCollections = true;
                CollectionNotice.Start();
            }

            // What piles up is young as a rule.
            Collect(0);

            // Of what was in use at each of these, a little grows old and dies then.
            if (Live - _stayed > Allowance / 4)
            {
                Collect(GC.MaxGeneration);
                _stayed = Live;
            }

        }
        finally
        {
            Collecting.Exit();
        }
    }
}
