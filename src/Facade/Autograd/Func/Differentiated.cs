using LibTorch.Interop;

namespace LibTorch;

/// <summary>The steps that torch.func's reverse mode transforms share.</summary>
internal static class Differentiated
{
    /// <summary>Wraps each tensor of the structures for the level, so that the level's graph treats it as a tensor of its own.</summary>
    public static object?[] Wrap(object?[] arguments, long level) =>
        Array.ConvertAll(arguments, argument => Tree.Map(argument, tensor => Tensor.Own(TransformCalls.Wrap(tensor, level))!));

    /// <summary>The tensors of the wrapped arguments; from now on they require grad on the current level.</summary>
    public static (Tensor[] Tensors, TreeSpec Spec) Record(IReadOnlyList<object?> arguments)
    {
        var (leaves, spec) = Tree.FlattenArguments(arguments);
        var tensors = Array.ConvertAll(leaves, leaf => leaf as Tensor ?? throw new TorchValueException($"Thing passed to transform API must be Tensor, got {PythonName.OfType(leaf)}"));
        foreach (var tensor in tensors)
        {
            if (tensor.DType is { IsFloatingPoint: false, IsComplex: false })
            {
                throw new TorchException("only Tensors of floating point dtype can require gradients");
            }

            TransformCalls.RequireGrad(tensor);
        }

        return (tensors, spec);
    }

    /// <summary>The structure with each tensor replaced by the one that the level had wrapped.</summary>
    public static object? Unwrap(object? value, long level)
    {
        var (leaves, spec) = Tree.Flatten(value);
        return spec.Unflatten(Array.ConvertAll<object?, object?>(leaves, leaf =>
            leaf is Tensor tensor ? Unwrap(tensor, level) : throw new TorchException($"Expected tensors, got unsupported type {PythonName.OfType(leaf)}")));
    }

    public static Tensor Unwrap(Tensor tensor, long level) => Tensor.Own(TransformCalls.Unwrap(tensor, level))!;

    /// <summary>The tensors of a function's result.</summary>
    /// <exception cref="TorchException">The result is empty, or contains something that is not a tensor.</exception>
    public static (Tensor[] Tensors, TreeSpec Spec) Outputs(object? value, string api)
    {
        var (leaves, spec) = Tree.Flatten(value);
        if (leaves is [] or [null])
        {
            throw new TorchException($"{api}: Expected f to be a function that has non-empty output (got output = [{(leaves.Length == 0 ? "" : "None")}])");
        }

        return (Array.ConvertAll(leaves, leaf => leaf as Tensor ?? throw new TorchException(
            $"{api}: expected f(*primals) to return only tensors, got unsupported type {PythonName.OfType(leaf)}")), spec);
    }

    /// <summary>Gradients with respect to the inputs; zeros for inputs that the outputs do not depend on.</summary>
    public static Tensor[] Grad(Tensor[] outputs, Tensor[] inputs, Tensor[]? gradOutputs, bool retainGraph, bool createGraph)
    {
        var used = outputs.Select((output, i) => i).Where(i => outputs[i].RequiresGrad).ToArray();
        if (used.Length == 0)
        {
            return Array.ConvertAll(inputs, input => input.ZerosLike());
        }

        var vectors = gradOutputs is null ? null : Array.ConvertAll<int, Tensor?>(used, i => gradOutputs[i]);
        var grads = Torch.Autograd.Grad(Array.ConvertAll(used, i => outputs[i]), inputs, vectors, retainGraph, createGraph, allowUnused: true);
        return [.. grads.Select((grad, i) => grad ?? inputs[i].ZerosLike())];
    }
}
