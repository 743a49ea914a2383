namespace LibTorch.NN;

/// <summary>Sees the gradients of a module's outputs before the module's own are computed, and may give others; see <see cref="Module.RegisterFullBackwardPreHook(BackwardPreHook, bool)"/>.</summary>
/// <param name="module">The module.</param>
/// <param name="gradOutput">One for each output, null where there is none.</param>
/// <returns>What to go on with in its place, or null for the same.</returns>
public delegate IReadOnlyList<Tensor?>? BackwardPreHook(Module module, IReadOnlyList<Tensor?> gradOutput);
