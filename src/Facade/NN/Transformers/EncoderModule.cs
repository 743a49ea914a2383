namespace LibTorch.NN;

/// <summary>
/// The base of transformer encoders and their layers: a module of a sequence and its masks. Derive from it for a custom encoder.
/// </summary>
/// <remarks>Its hooks see the sequence, as they do in Python where the masks are given by name.</remarks>
public abstract class EncoderModule : Module<Tensor, Tensor>
{
    /// <summary>Applies the module and runs its hooks; <c>encoder(src, mask)</c>.</summary>
    /// <inheritdoc cref="Forward(Tensor, Tensor?, Tensor?, bool?)"/>
    public Tensor Call(Tensor src, Tensor? mask = null, Tensor? srcKeyPaddingMask = null, bool? isCausal = null) =>
        HasHooks ? Hooked(src, mask, srcKeyPaddingMask, isCausal) : Forward(src, mask, srcKeyPaddingMask, isCausal);

    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor input) => Forward(input, null, null, null);

    /// <summary>Computes the module's output. Use <c>Call</c> to run the module: only that runs the hooks.</summary>
    /// <param name="src">(S, N, E), (N, S, E) where the batch comes first, or (S, E).</param>
    /// <param name="mask">(S, S) or (N heads, S, S): bools that are true where a position must not attend, or floats that are added to the
    /// scores.</param>
    /// <param name="srcKeyPaddingMask">(N, S): bools that are true where a position is ignored, or floats that are added to the
    /// scores.</param>
    /// <param name="isCausal">Whether the mask is causal, which libtorch makes use of since 2.0; null to detect it, where the module does
    /// that.</param>
    /// <returns>A tensor of the input's shape.</returns>
    /// <exception cref="TorchException">The shapes do not fit each other.</exception>
    public abstract Tensor Forward(Tensor src, Tensor? mask, Tensor? srcKeyPaddingMask, bool? isCausal);

    private Tensor Hooked(Tensor src, Tensor? mask, Tensor? srcKeyPaddingMask, bool? isCausal) =>
        CallWithHooks(src, given => Forward(given, mask, srcKeyPaddingMask, isCausal));
}
