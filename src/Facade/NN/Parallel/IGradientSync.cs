namespace LibTorch.NN.Parallel;

/// <summary>What averages gradients over the ranks, unless it is told not to.</summary>
internal interface IGradientSync
{
    /// <summary>Whether the next passes do.</summary>
    public bool Syncs { get; set; }
}
