namespace LibTorch.NN;

/// <summary>
/// Called with the gradients of a module's outputs before those of its inputs are computed, and may replace them; see <see
/// cref="Module.RegisterFullBackwardPreHook(BackwardPreHook, bool)"/>.
/// </summary>
/// <param name="module">The module.</param>
/// <param name="gradOutput">A gradient for each output, null where there is none.</param>
/// <returns>Gradients that replace <paramref name="gradOutput"/>, or null to keep them.</returns>
public delegate IReadOnlyList<Tensor?>? BackwardPreHook(Module module, IReadOnlyList<Tensor?> gradOutput);
