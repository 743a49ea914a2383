namespace LibTorch.Interop;

/// <summary>A callback of the backward pass: a hook, the backward of a function, or the unpacking of a saved tensor.</summary>
internal interface ICallback
{
    /// <summary>Returns replacements for the given values, or null to leave them. May be called on any thread.</summary>
    public IHandleOwner?[]? Call(NodeHandle? node, TensorHandle?[] first, TensorHandle?[] second);
}
