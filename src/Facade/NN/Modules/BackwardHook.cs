namespace LibTorch.NN;

/// <summary>
/// Called when the gradients of a module's inputs have been computed, and may replace them; see <see
/// cref="Module.RegisterFullBackwardHook(BackwardHook, bool)"/>.
/// </summary>
/// <param name="module">The module.</param>
/// <param name="gradInput">A gradient for each input, null where there is none.</param>
/// <param name="gradOutput">A gradient for each output, null where there is none.</param>
/// <returns>Gradients that replace <paramref name="gradInput"/>, or null to keep them.</returns>
public delegate IReadOnlyList<Tensor?>? BackwardHook(Module module, IReadOnlyList<Tensor?> gradInput, IReadOnlyList<Tensor?> gradOutput);
