using LibTorch.Interop;

namespace LibTorch;

/// <summary>The tensor's place in the autograd graph.</summary>
public partial class Tensor
{
    private static long _exchanges;

    /// <summary>
    /// Whether operations on the tensor are recorded; <c>x.requires_grad</c>. Only a leaf of a floating point or complex dtype can be set
    /// to true.
    /// </summary>
    /// <exception cref="TorchException">The tensor is not a leaf, or its dtype has no gradients.</exception>
    public bool RequiresGrad
    {
        get => Has(TensorFlags.RequiresGrad);
        set
        {
            if (!IsLeaf)
            {
                throw new TorchException(LeafMessage(value));
            }

            ChangeRequiresGrad(value, "floating point and complex dtype");
        }
    }

    /// <summary>Whether the tensor is a leaf of the graph: not the result of a recorded operation; <c>x.is_leaf</c>.</summary>
    [Operator("aten::is_leaf(Tensor self) -> bool")]
    public bool IsLeaf => Has(TensorFlags.Leaf);

    /// <summary>Whether <see cref="RetainGrad"/> was called on this non-leaf tensor; <c>x.retains_grad</c>.</summary>
    [Operator("aten::retains_grad(Tensor self) -> bool")]
    public bool RetainsGrad => Has(TensorFlags.RetainsGrad);

    /// <summary>Whether the tensor was created in inference mode; <c>x.is_inference()</c>.</summary>
    [Operator("aten::is_inference(Tensor self) -> bool")]
    public bool IsInference => Has(TensorFlags.Inference);

    /// <summary>
    /// The accumulated gradient, or null; <c>x.grad</c>. An assigned gradient must have the same shape, dtype and device.
    /// </summary>
    /// <exception cref="TorchException">The assigned gradient does not fit.</exception>
    public Tensor? Grad
    {
        get => Own(AutogradCalls.Grad(this));
        set => AutogradCalls.SetGrad(this, value);
    }

    /// <summary>The graph node of the operation that computed this tensor, or null for a leaf; <c>x.grad_fn</c>.</summary>
    public Node? GradFn => Node.Own(NodeCalls.GradFn(this));

    /// <summary>Which of the outputs of its operation this tensor is; <c>x.output_nr</c>.</summary>
    [Operator("aten::output_nr(Tensor self) -> int")]
    public long OutputNr => AutogradCalls.OutputNr(this);

    /// <summary>How often the tensor was changed in place; <c>x._version</c>.</summary>
    /// <exception cref="TorchException">The tensor is an inference tensor, which has no version.</exception>
    public long Version => TensorCalls.Version(this);

    /// <summary>
    /// How often any tensor of the process got other memory or was replaced by another tensor. Tensor versions do not count such changes.
    /// </summary>
    internal static long Exchanges => Interlocked.Read(ref _exchanges);

    /// <summary>A tensor with the same memory outside the graph; autograd does not track changes made through it; <c>x.data</c>.</summary>
    /// <exception cref="TorchException">The assigned tensor's type does not fit.</exception>
    [Operator("aten::data(Tensor self) -> Tensor")]
    [Operator("aten::set_data(Tensor(a!) self, Tensor new_data) -> ()")]
    public Tensor Data
    {
        get => new(TensorCalls.VariableData(this));
        set
        {
            TensorCalls.SetData(this, value);
            NoteExchange();
        }
    }

    internal static void NoteExchange() => Interlocked.Increment(ref _exchanges);

    /// <summary>Starts or stops recording operations on this leaf; <c>x.requires_grad_()</c>.</summary>
    /// <exception cref="TorchException">The tensor is not a leaf (and false is asked for), or its dtype has no gradients.</exception>
    [Operator("aten::requires_grad_(Tensor(a!) self, bool requires_grad=True) -> Tensor(a!)")]
    public Tensor RequiresGrad_(bool requiresGrad = true)
    {
        TransformCalls.CheckRequiresGrad();
        if (!IsLeaf && !requiresGrad)
        {
            throw new TorchException(LeafMessage(requiresGrad));
        }

        ChangeRequiresGrad(requiresGrad, "floating point dtype");
        return this;
    }

    /// <summary>Makes backward passes fill <see cref="Grad"/> of this tensor although it is not a leaf; <c>x.retain_grad()</c>.</summary>
    /// <exception cref="TorchException">The tensor does not require grad.</exception>
    [Operator("aten::retain_grad(Tensor(a!) self) -> ()")]
    public void RetainGrad() => AutogradCalls.RetainGrad(this);

    /// <summary>Adds d(this)/d(leaf), times <paramref name="gradient"/>, to the <see cref="Grad"/> of the graph's leaves; <c>x.backward()</c>.</summary>
    /// <param name="gradient">The vector of the vector-Jacobian product, of this tensor's shape; may be null for a scalar.</param>
    /// <param name="retainGraph">Whether the graph can be used again; null: the same as <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Whether the gradients can be differentiated themselves.</param>
    /// <param name="inputs">Accumulates gradients into these tensors only; null: all leaves.</param>
    /// <exception cref="TorchException">
    /// No gradient is given and this is not a scalar, shapes do not match, the graph was already freed, or nothing requires grad.
    /// </exception>
    public void Backward(Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false, IReadOnlyList<Tensor>? inputs = null) =>
        Torch.Autograd.Backward([this], [gradient], retainGraph, createGraph, inputs);

    private static string LeafMessage(bool value) =>
        "you can only change requires_grad flags of leaf variables."
        + (value ? "" : " If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().");

    // Python's messages for the property and for requires_grad_ differ; both allow complex dtypes.
    private void ChangeRequiresGrad(bool value, string dtypes)
    {
        if (value && !DType.IsFloatingPoint && !DType.IsComplex)
        {
            throw new TorchException($"only Tensors of {dtypes} can require gradients");
        }

        AutogradCalls.SetRequiresGrad(this, value);
    }
}
