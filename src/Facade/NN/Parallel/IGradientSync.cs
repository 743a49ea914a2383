namespace LibTorch.NN.Parallel;

/// <summary>A module that averages gradients over the ranks, unless that is switched off.</summary>
internal interface IGradientSync
{
    /// <summary>Whether the next passes average gradients.</summary>
    public bool Syncs { get; set; }
}
