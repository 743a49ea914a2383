using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// The vmap that autograd itself uses: maps a function over the first dimension of its tensors; Python's torch._vmap_internals.
/// </summary>
internal static class BatchedGradients
{
    private static Operator? _add;
    private static Operator? _remove;

    /// <summary>Maps the function over the first dimension of all tensors. A null result of the function stays null.</summary>
    public static Tensor?[] Map(string name, IReadOnlyList<Tensor?> tensors, Func<Tensor[], Tensor?[]> function)
    {
        var level = TransformCalls.BatchMode(enter: true);
        try
        {
            var here = $"vmap({name}, in_dims=0, ...)(<inputs>): ";
            var given = tensors.Select(tensor => Checked(tensor, here)).ToArray();
            var sizes = Array.ConvertAll(given, tensor => tensor.Shape[0]);
            if (Array.Exists(sizes, size => size != sizes[0]))
            {
                throw new TorchValueException(
                    $"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes [{string.Join(", ", sizes)}] for the mapped dimension");
            }

            var results = function(Array.ConvertAll(given, tensor => Add(tensor, level)));
            return Array.ConvertAll(results, result => result is null ? null : Remove(result, level, sizes[0]));
        }
        finally
        {
            TransformCalls.BatchMode(enter: false);
        }
    }

    private static Tensor Checked(Tensor? tensor, string here)
    {
        if (tensor is null)
        {
            throw new TorchValueException(
                $"{here}Got in_dim=0 for an input but the input is of type <class 'NoneType'>. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim");
        }

        return tensor.NDim > 0 ? tensor : throw new TorchValueException(
            $"{here}Got in_dim=0 for some input, but that input is a Tensor of dimensionality 0 so expected in_dim to satisfy 0 <= in_dim < 0.");
    }

    private static Tensor Add(Tensor tensor, long level)
    {
        using var call = new CallFrame(_add ??= Operator.Resolve("aten::_add_batch_dim"), 3);
        call.Add(tensor);
        call.Add(0L);
        call.Add(level);
        return call.InvokeTensor();
    }

    private static Tensor Remove(Tensor tensor, long level, long batchSize)
    {
        using var call = new CallFrame(_remove ??= Operator.Resolve("aten::_remove_batch_dim"), 4);
        call.Add(tensor);
        call.Add(level);
        call.Add(batchSize);
        call.Add(0L);
        return call.InvokeTensor();
    }
}
