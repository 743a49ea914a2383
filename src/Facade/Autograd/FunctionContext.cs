using LibTorch.Interop;

namespace LibTorch;

/// <summary>What one call of a <see cref="Function"/> hands from its forward to its backward; <c>ctx</c>.</summary>
public sealed class FunctionContext
{
    private readonly NodeHandle? _node;

    internal FunctionContext(IReadOnlyList<bool> needsInputGrad)
    {
        NeedsInputGrad = needsInputGrad;
        Data = new Dictionary<string, object?>();
    }

    // Each backward call gets a context of its own, because several threads may run the backward of the same node at once.
    internal FunctionContext(FunctionContext forward, NodeHandle node)
    {
        _node = node;
        NeedsInputGrad = forward.NeedsInputGrad;
        Data = forward.Data;
    }

    /// <summary>For each input, whether its gradient is wanted; <c>ctx.needs_input_grad</c>.</summary>
    public IReadOnlyList<bool> NeedsInputGrad { get; }

    /// <summary>Values other than tensors to remember until the backward; in Python attributes of <c>ctx</c>.</summary>
    /// <remarks>
    /// Inputs and outputs of the function belong into <see cref="SaveForBackward"/>, which detects when they were changed in place before
    /// the backward.
    /// </remarks>
    public IDictionary<string, object?> Data { get; }

    /// <summary>In backward, the tensors given to <see cref="SaveForBackward"/>; <c>ctx.saved_tensors</c>.</summary>
    /// <exception cref="TorchException">One was changed in place since, or the graph was freed.</exception>
    /// <exception cref="InvalidOperationException">Not called from backward.</exception>
    public IReadOnlyList<Tensor> SavedTensors =>
        _node is null || _node.IsClosed
            ? throw new InvalidOperationException("The saved tensors are available only while Backward runs.")
            : Array.ConvertAll(FunctionCalls.Saved(_node), handle => Tensor.Own(handle)!);

    internal Tensor[] Saved { get; private set; } = [];

    internal Tensor[] Dirty { get; private set; } = [];

    internal Tensor[] NonDifferentiable { get; private set; } = [];

    internal bool MaterializeGrads { get; private set; } = true;

    /// <summary>
    /// Saves inputs, outputs or other tensors for the backward, which checks that they were not changed in place since;
    /// <c>ctx.save_for_backward</c>. Call it at most once: a second call replaces the tensors of the first.
    /// </summary>
    public void SaveForBackward(params ReadOnlySpan<Tensor> tensors) => Saved = Given(tensors);

    /// <summary>
    /// Declares that Forward changed these inputs in place. They must be among the returned outputs; <c>ctx.mark_dirty</c>.
    /// </summary>
    public void MarkDirty(params ReadOnlySpan<Tensor> tensors) => Dirty = Given(tensors);

    /// <summary>Declares that these outputs have no gradient; <c>ctx.mark_non_differentiable</c>.</summary>
    public void MarkNonDifferentiable(params ReadOnlySpan<Tensor> tensors) => NonDifferentiable = Given(tensors);

    /// <summary>
    /// Sets whether Backward gets zeros, rather than null, as the gradient of outputs that were not used; <c>ctx.set_materialize_grads</c>.
    /// </summary>
    public void SetMaterializeGrads(bool value) => MaterializeGrads = value;

    // The graph holds this context. After forward the context must not hold tensors of the graph, or neither could be freed.
    internal void Forget() => Saved = Dirty = NonDifferentiable = [];

    private static Tensor[] Given(ReadOnlySpan<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
        }

        return tensors.ToArray();
    }
}
