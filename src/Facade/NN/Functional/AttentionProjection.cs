namespace LibTorch.NN;

/// <summary>The input projections of multi-head attention.</summary>
internal static class AttentionProjection
{
    /// <summary>
    /// Projects with the three weights in one matrix. A tensor that is query, key and value at once is multiplied only once.
    /// </summary>
    public static (Tensor Query, Tensor Key, Tensor Value) Packed(Tensor query, Tensor key, Tensor value, Tensor? weight, Tensor? bias)
    {
        if (weight is null)
        {
            throw new TorchException("use_separate_proj_weight is False but in_proj_weight is None");
        }

        var width = query.Shape[-1];
        if (!ReferenceEquals(key, value))
        {
            var weights = weight.Chunk(3);
            var biases = bias?.Chunk(3);
            return (Torch.Linear(query, weights[0], biases?[0]), Torch.Linear(key, weights[1], biases?[1]), Torch.Linear(value, weights[2], biases?[2]));
        }

        if (ReferenceEquals(query, key))
        {
            var all = Divided(Torch.Linear(query, weight, bias), 3, width);
            return (all[0], all[1], all[2]);
        }

        var parts = weight.Split([width, 2 * width]);
        var offsets = bias?.Split([width, 2 * width]);
        var projected = Torch.Linear(query, parts[0], offsets?[0]);
        var two = Divided(Torch.Linear(key, parts[1], offsets?[1]), 2, width);
        return (projected, two[0], two[1]);
    }

    /// <summary>Projects with three separate weights.</summary>
    public static (Tensor Query, Tensor Key, Tensor Value) Separate(
        Tensor query, Tensor key, Tensor value, Tensor? queryWeight, Tensor? keyWeight, Tensor? valueWeight, Tensor? bias)
    {
        var width = query.Shape[-1];
        var biases = bias?.Chunk(3);
        RequireWeight(queryWeight, "q");
        RequireWeight(keyWeight, "k");
        RequireWeight(valueWeight, "v");
        RequireShape(queryWeight!, "query weights", width, width);
        RequireShape(keyWeight!, "key weights", width, key.Shape[-1]);
        RequireShape(valueWeight!, "value weights", width, value.Shape[-1]);
        if (biases is not null)
        {
            RequireShape(biases[0], "query bias", width);
            RequireShape(biases[1], "key bias", width);
            RequireShape(biases[2], "value bias", width);
        }

        return (Torch.Linear(query, queryWeight!, biases?[0]), Torch.Linear(key, keyWeight!, biases?[1]), Torch.Linear(value, valueWeight!, biases?[2]));
    }

    // (…, count E) becomes (count, …, E).
    private static Tensor Divided(Tensor projected, long count, long width) =>
        projected.Unflatten(-1, [count, width]).Unsqueeze(0).Transpose(0, -2).Squeeze(-2).Contiguous();

    private static void RequireWeight(Tensor? weight, string letter)
    {
        if (weight is null)
        {
            throw new TorchException($"use_separate_proj_weight is True but {letter}_proj_weight is None");
        }
    }

    private static void RequireShape(Tensor tensor, string name, params ReadOnlySpan<long> expected)
    {
        if (!tensor.Shape.SequenceEqual(expected.ToArray()))
        {
            throw new TorchException($"expecting {name} shape of {PythonText.Tuple(expected)}, but got {tensor.Shape}");
        }
    }
}
