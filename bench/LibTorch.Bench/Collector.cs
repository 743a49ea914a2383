namespace LibTorch.Bench;

/// <summary>Frees the tensors that a loop without disposal leaves, so that this is part of the measured time.</summary>
internal static class Collector
{
    // Generation 0 holds the tensors created since the last collection; creating another tensor frees the collected ones.
    public static void Finish()
    {
        GC.Collect(0);
        Torch.Empty(0).Dispose();
    }
}
