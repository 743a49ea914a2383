using LibTorch.Interop;

namespace LibTorch;

/// <summary>The callback by which a graph node runs the backward of one call of a custom function.</summary>
internal sealed class FunctionBackward(Function function, FunctionContext forward, int inputs) : ICallback
{
    public IHandleOwner?[] Call(NodeHandle? node, TensorHandle?[] first, TensorHandle?[] second)
    {
        var context = new FunctionContext(forward, node!);
        var results = function.Differentiate(context, Array.ConvertAll(first, Tensor.Own))
            ?? throw new InvalidOperationException($"{function.GetType().Name}.Backward returned null.");

        // As in Python, surplus gradients are accepted if all of them are null.
        var meant = results.Length > inputs && Array.TrueForAll(results[inputs..], result => result is null) ? results[..inputs] : results;
        return meant.Length == inputs
            ? meant
            : throw new TorchException($"function {function.NodeName} returned an incorrect number of gradients (expected {inputs}, got {meant.Length})");
    }
}
