namespace LibTorch.GpuCheck.Running;

/// <summary>What became of a part.</summary>
internal enum Verdict
{
    /// <summary>All was as it should be.</summary>
    Good,

    /// <summary>Something was not, or the part did not come to its end.</summary>
    Bad,

    /// <summary>It makes no sense on this machine.</summary>
    Inapplicable,

    /// <summary>There was no time for it.</summary>
    NotRun,
}
