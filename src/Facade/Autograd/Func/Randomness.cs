namespace LibTorch;

/// <summary>What random operators do inside <see cref="Torch.Func"/>'s Vmap; its <c>randomness</c> argument.</summary>
public enum Randomness
{
    /// <summary>They fail; <c>"error"</c>.</summary>
    Error,

    /// <summary>They give each element of the batch the same numbers; <c>"same"</c>.</summary>
    Same,

    /// <summary>They give each element of the batch numbers of its own; <c>"different"</c>.</summary>
    Different,
}
