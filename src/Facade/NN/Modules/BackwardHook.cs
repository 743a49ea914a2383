namespace LibTorch.NN;

/// <summary>Sees the gradients of a module's inputs when they are there, and may give others; see <see cref="Module.RegisterFullBackwardHook(BackwardHook, bool)"/>.</summary>
/// <param name="module">The module.</param>
/// <param name="gradInput">One for each input, null where there is none.</param>
/// <param name="gradOutput">One for each output, null where there is none.</param>
/// <returns>What to go on with in place of <paramref name="gradInput"/>, or null for the same.</returns>
public delegate IReadOnlyList<Tensor?>? BackwardHook(Module module, IReadOnlyList<Tensor?> gradInput, IReadOnlyList<Tensor?> gradOutput);
