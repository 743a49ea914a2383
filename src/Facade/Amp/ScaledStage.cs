namespace LibTorch;

/// <summary>What has happened to an optimizer's gradients since the last update of its scaler.</summary>
internal enum ScaledStage
{
    /// <summary>The gradients are still scaled.</summary>
    Ready,

    /// <summary>The gradients are unscaled.</summary>
    Unscaled,

    /// <summary>The optimizer's step was taken, or skipped.</summary>
    Stepped,
}
