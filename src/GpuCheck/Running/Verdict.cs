namespace LibTorch.GpuCheck.Running;

/// <summary>How a part ended.</summary>
internal enum Verdict
{
    /// <summary>Everything was correct.</summary>
    Good,

    /// <summary>Something was wrong, or the part did not complete.</summary>
    Bad,

    /// <summary>The part is not applicable on this machine.</summary>
    Inapplicable,

    /// <summary>There was no time for the part.</summary>
    NotRun,
}
