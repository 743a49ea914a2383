namespace LibTorch;

/// <summary>What random operators do inside <see cref="Torch.Func"/>'s Vmap; its <c>randomness</c> argument.</summary>
public enum Randomness
{
    /// <summary>Random operators throw; <c>"error"</c>.</summary>
    Error,

    /// <summary>All elements of the batch get the same random numbers; <c>"same"</c>.</summary>
    Same,

    /// <summary>Each element of the batch gets its own random numbers; <c>"different"</c>.</summary>
    Different,
}
