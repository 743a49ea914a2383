using LibTorch.Interop;

namespace LibTorch;

/// <summary>The backward of one call of a custom function, as its node calls it.</summary>
internal sealed class FunctionBackward(Function function, FunctionContext forward, int inputs) : ICallback
{
    public IHandleOwner?[] Call(NodeHandle? node, TensorHandle?[] first, TensorHandle?[] second)
    {
        var context = new FunctionContext(forward, node!);
        var results = function.Differentiate(context, Array.ConvertAll(first, Tensor.Own))
            ?? throw new InvalidOperationException($"{function.GetType().Name}.Backward returned null.");

        // As in Python, too many are fine when the rest is nothing.
        var meant = results.Length > inputs && Array.TrueForAll(results[inputs..], result => result is null) ? results[..inputs] : results;
        return meant.Length == inputs
            ? meant
            : throw new TorchException($"function {function.NodeName} returned an incorrect number of gradients (expected {inputs}, got {meant.Length})");
    }
}
