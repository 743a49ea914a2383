namespace LibTorch;

/// <summary>How far an optimizer is since the last update of its scaler.</summary>
internal enum ScaledStage
{
    /// <summary>Its gradients are scaled.</summary>
    Ready,

    /// <summary>They are unscaled.</summary>
    Unscaled,

    /// <summary>The step was taken, or left out.</summary>
    Stepped,
}
