namespace LibTorch.Bench;

/// <summary>What an undisposed loop owes.</summary>
internal static class Collector
{
    // The youngest generation holds what was made since the last collection; whoever makes the next tensor frees it.
    public static void Finish()
    {
        GC.Collect(0);
        Torch.Empty(0).Dispose();
    }
}
