using System.Diagnostics;

namespace LibTorch;

/// <summary>What a debugger shows of a tensor when it is unfolded. It records nothing, and warns of nothing.</summary>
internal sealed class TensorDebugView(Tensor tensor)
{
    public Size Shape => tensor.Shape;

    public DType DType => tensor.DType;

    public Device Device => tensor.Device;

    public Layout Layout => tensor.Layout;

    public bool RequiresGrad => tensor.RequiresGrad;

    public bool IsLeaf => tensor.IsLeaf;

    public string? GradFn => tensor.GradFn?.ToString();

    /// <summary>Python warns where it asks a tensor for a gradient that is not kept.</summary>
    public Tensor? Grad => tensor.IsLeaf || tensor.RetainsGrad ? tensor.Grad : null;

    /// <summary>PyTorch's text.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Collapsed)]
    public string Text => tensor.ToString();
}
