namespace LibTorch;

/// <summary>How <see cref="Torch.Autograd.Functional"/> computes a Jacobian; its <c>strategy</c> argument.</summary>
public enum JacobianStrategy
{
    /// <summary>Row by row, with backward passes; <c>"reverse-mode"</c>.</summary>
    ReverseMode,

    /// <summary>Column by column, with tangents; <c>"forward-mode"</c>. Requires <c>vectorize: true</c>.</summary>
    ForwardMode,
}
