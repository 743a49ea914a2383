namespace LibTorch.Bench;

/// <summary>What an undisposed loop owes.</summary>
internal static class Collector
{
    // The youngest generation holds what was made since the last collection, and finalizers free it.
    public static void Finish()
    {
        GC.Collect(0);
        GC.WaitForPendingFinalizers();
    }
}
