using LibTorch.Interop;

namespace LibTorch;

/// <summary>The tensor's place in the autograd graph.</summary>
public partial class Tensor
{
    private static long _exchanges;

    /// <summary>Whether operations on it are recorded; <c>x.requires_grad</c>. Setting it needs a leaf of a floating point or complex dtype.</summary>
    /// <exception cref="TorchException">It is no leaf, or of a dtype that has no gradients.</exception>
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

    /// <summary>Whether it was made by the user rather than by a recorded operation; <c>x.is_leaf</c>.</summary>
    [Operator("aten::is_leaf(Tensor self) -> bool")]
    public bool IsLeaf => Has(TensorFlags.Leaf);

    /// <summary>Whether <see cref="RetainGrad"/> was asked for; <c>x.retains_grad</c>.</summary>
    [Operator("aten::retains_grad(Tensor self) -> bool")]
    public bool RetainsGrad => Has(TensorFlags.RetainsGrad);

    /// <summary>Whether it was made in inference mode; <c>x.is_inference()</c>.</summary>
    [Operator("aten::is_inference(Tensor self) -> bool")]
    public bool IsInference => Has(TensorFlags.Inference);

    /// <summary>The gradient gathered so far, or null; <c>x.grad</c>. Setting it needs the same shape, dtype and device.</summary>
    /// <exception cref="TorchException">The assigned gradient does not fit.</exception>
    public Tensor? Grad
    {
        get => Own(AutogradCalls.Grad(this));
        set => AutogradCalls.SetGrad(this, value);
    }

    /// <summary>The node that made it, or null for a leaf; <c>x.grad_fn</c>.</summary>
    public Node? GradFn => Node.Own(NodeCalls.GradFn(this));

    /// <summary>Which of its node's outputs it is; <c>x.output_nr</c>.</summary>
    [Operator("aten::output_nr(Tensor self) -> int")]
    public long OutputNr => AutogradCalls.OutputNr(this);

    /// <summary>How often it was changed in place; <c>x._version</c>.</summary>
    /// <exception cref="TorchException">It is an inference tensor.</exception>
    public long Version => TensorCalls.Version(this);

    /// <summary>How often some tensor got other memory, or another tensor in its place, which no version counts.</summary>
    internal static long Exchanges => Interlocked.Read(ref _exchanges);

    /// <summary>The same elements outside the graph; changes through it are not tracked; <c>x.data</c>.</summary>
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
    /// <exception cref="TorchException">It is no leaf, or of a dtype that has no gradients.</exception>
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

    /// <summary>Has <see cref="Grad"/> filled also though it is no leaf; <c>x.retain_grad()</c>.</summary>
    /// <exception cref="TorchException">It does not require grad.</exception>
    [Operator("aten::retain_grad(Tensor(a!) self) -> ()")]
    public void RetainGrad() => AutogradCalls.RetainGrad(this);

    /// <summary>Adds d(this)/d(leaf), times <paramref name="gradient"/>, to the <see cref="Grad"/> of the graph's leaves; <c>x.backward()</c>.</summary>
    /// <param name="gradient">The vector of the vector-Jacobian product, of this tensor's shape; may be left out for a scalar.</param>
    /// <param name="retainGraph">Whether the graph can be used again; as <paramref name="createGraph"/> unless said.</param>
    /// <param name="createGraph">Whether the gradients can be differentiated themselves.</param>
    /// <param name="inputs">Gathers the gradients of these only.</param>
    /// <exception cref="TorchException">Not a scalar and no gradient given, shapes that do not match, a graph already freed, nothing that requires grad.</exception>
    public void Backward(Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false, IReadOnlyList<Tensor>? inputs = null) =>
        Torch.Autograd.Backward([this], [gradient], retainGraph, createGraph, inputs);

    private static string LeafMessage(bool value) =>
        "you can only change requires_grad flags of leaf variables."
        + (value ? "" : " If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().");

    // Python words the two ways to ask differently, and allows complex dtypes in both.
    private void ChangeRequiresGrad(bool value, string dtypes)
    {
        if (value && !DType.IsFloatingPoint && !DType.IsComplex)
        {
            throw new TorchException($"only Tensors of {dtypes} can require gradients");
        }

        AutogradCalls.SetRequiresGrad(this, value);
    }
}
