using System.Diagnostics;

namespace LibTorch;

/// <summary>What a debugger shows of a tensor when it is expanded. Reading it records no graph and gives no warning.</summary>
internal sealed class TensorDebugView(Tensor tensor)
{
    public Size Shape => tensor.Shape;

    public DType DType => tensor.DType;

    public Device Device => tensor.Device;

    public Layout Layout => tensor.Layout;

    public bool RequiresGrad => tensor.RequiresGrad;

    public bool IsLeaf => tensor.IsLeaf;

    public string? GradFn => tensor.GradFn?.ToString();

    /// <summary>Null where no gradient is kept: asking such a tensor for its gradient gives a warning in Python.</summary>
    public Tensor? Grad => tensor.IsLeaf || tensor.RetainsGrad ? tensor.Grad : null;

    /// <summary>PyTorch's text.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Collapsed)]
    public string Text => tensor.ToString();
}
