namespace LibTorch.NN;

/// <summary>
/// The base of transformer decoders and their layers: a module of a sequence, the encoder's output, and masks. Derive from it for a custom
/// decoder.
/// </summary>
/// <remarks>Its hooks see the sequence and the encoder's output, as they do in Python where the masks are given by name.</remarks>
public abstract class DecoderModule : Module<Tensor, Tensor, Tensor>
{
    /// <summary>Applies the module and runs its hooks; <c>decoder(tgt, memory, tgt_mask)</c>.</summary>
    /// <inheritdoc cref="Forward(Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, bool?, bool)"/>
    public Tensor Call(
        Tensor tgt, Tensor memory, Tensor? tgtMask = null, Tensor? memoryMask = null, Tensor? tgtKeyPaddingMask = null, Tensor? memoryKeyPaddingMask = null,
        bool? tgtIsCausal = null, bool memoryIsCausal = false) => HasHooks
        ? Hooked(tgt, memory, tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal)
        : Forward(tgt, memory, tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal);

    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor input1, Tensor input2) => Forward(input1, input2, null, null, null, null, null, false);

    /// <summary>Computes the module's output. Use <c>Call</c> to run the module: only that runs the hooks.</summary>
    /// <param name="tgt">(T, N, E), (N, T, E) where the batch comes first, or (T, E).</param>
    /// <param name="memory">The encoder's output: (S, N, E), (N, S, E) or (S, E).</param>
    /// <param name="tgtMask">(T, T) or (N heads, T, T): bools that are true where a position must not attend, or floats that are added to
    /// the scores.</param>
    /// <param name="memoryMask">(T, S) or (N heads, T, S): bools that are true where a position must not attend to one of <paramref
    /// name="memory"/>, or floats that are added to the scores.</param>
    /// <param name="tgtKeyPaddingMask">(N, T): bools that are true where a position is ignored, or floats that are added to the
    /// scores.</param>
    /// <param name="memoryKeyPaddingMask">(N, S): bools that are true where a position of <paramref name="memory"/> is ignored, or floats
    /// that are added to the scores.</param>
    /// <param name="tgtIsCausal">Whether <paramref name="tgtMask"/> is causal, which libtorch makes use of since 2.0; null to detect it,
    /// where the module does that.</param>
    /// <param name="memoryIsCausal">A hint that <paramref name="memoryMask"/> is causal.</param>
    /// <returns>A tensor of the shape of <paramref name="tgt"/>.</returns>
    /// <exception cref="TorchException">The shapes do not fit each other.</exception>
    public abstract Tensor Forward(
        Tensor tgt, Tensor memory, Tensor? tgtMask, Tensor? memoryMask, Tensor? tgtKeyPaddingMask, Tensor? memoryKeyPaddingMask,
        bool? tgtIsCausal, bool memoryIsCausal);

    private Tensor Hooked(
        Tensor tgt, Tensor memory, Tensor? tgtMask, Tensor? memoryMask, Tensor? tgtKeyPaddingMask, Tensor? memoryKeyPaddingMask,
        bool? tgtIsCausal, bool memoryIsCausal) =>
        CallWithHooks(
            (tgt, memory),
            given => Forward(given.Input1, given.Input2, tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal));
}
