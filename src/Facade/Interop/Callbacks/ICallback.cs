namespace LibTorch.Interop;

/// <summary>What libtorch calls in the backward pass: a hook, the backward of a function, the unpacking of a saved tensor.</summary>
internal interface ICallback
{
    /// <summary>Gives the values that replace those given, or null to leave them; may be called on any thread.</summary>
    public IHandleOwner?[]? Call(NodeHandle? node, TensorHandle?[] first, TensorHandle?[] second);
}
