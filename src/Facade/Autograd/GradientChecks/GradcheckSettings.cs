namespace LibTorch;

/// <summary>The arguments of a gradcheck call.</summary>
internal sealed record GradcheckSettings
{
    public required double Eps { get; init; }

    public required double Atol { get; init; }

    public required double Rtol { get; init; }

    public required double NondetTol { get; init; }

    public required bool CheckUndefinedGrad { get; init; }

    public required bool CheckGradDTypes { get; init; }

    public required bool CheckBatchedGrad { get; init; }

    public bool CheckBatchedForwardGrad { get; init; }

    public required bool CheckForwardAD { get; init; }

    public required bool CheckBackwardAD { get; init; }

    public required bool FastMode { get; init; }

    public required bool Masked { get; init; }
}
