namespace LibTorch.GpuCheck.Operators;

/// <summary>Repeats a recorded call in C#.</summary>
internal static class CaseRun
{
    /// <summary>The results, the arguments that were written to, and then the gradients; each is a tensor, a number or null.</summary>
    public static List<object?> Of(Case recorded, Device device)
    {
        Dictionary<PackedTensor, Tensor> made = new(ReferenceEqualityComparer.Instance);
        var op = Torch.Ops[recorded.Operator];
        object?[] arguments = [.. recorded.Arguments.Select(argument => Make(argument, device, made))];

        // Collected before the call: a leaf that the operator returns as it is may not be a leaf afterwards.
        Tensor[] leaves = [.. made.Values.Where(tensor => tensor.RequiresGrad)];
        Torch.ManualSeed(recorded.Seed);
        List<object?> values = [.. op.Invoke(arguments).SelectMany(Leaves)];
        foreach (var place in Written(op.Schema))
        {
            values.AddRange(Leaves(arguments[place]));
        }

        if (recorded.Gradients.Length > 0)
        {
            Tensor[] outputs = [.. values.OfType<Tensor>().Where(value => value.RequiresGrad)];
            values.AddRange(Torch.Autograd.Grad(outputs, leaves, Array.ConvertAll(outputs, Vector), allowUnused: true));
        }

        return values;
    }

    // The gradient of an output, the same as in calls.py.
    private static Tensor Vector(Tensor output) =>
        Torch.Arange(output.Numel).Remainder(7).Sub(2.5).To(output.DType).Reshape([.. output.Shape]).To(output.Device);

    private static object? Make(object? value, Device device, Dictionary<PackedTensor, Tensor> made)
    {
        if (value is PackedTensor packed)
        {
            if (!made.TryGetValue(packed, out var tensor))
            {
                made.Add(packed, tensor = packed.Make(device));
            }

            return tensor;
        }

        return value is object?[] list ? Array.ConvertAll(list, item => Make(item, device, made)) : value;
    }

    private static IEnumerable<object?> Leaves(object? value) => value switch
    {
        null => [],
        Array list => list.Cast<object?>().SelectMany(Leaves),
        _ => [value],
    };

    // The positions of the arguments that are written to: the schema marks them (a!).
    private static IEnumerable<int> Written(string schema)
    {
        var arguments = schema[(schema.IndexOf('(', StringComparison.Ordinal) + 1)..schema.LastIndexOf(") -> ", StringComparison.Ordinal)];
        var place = 0;
        foreach (var argument in arguments.Split(", ").Where(argument => argument != "*"))
        {
            if (argument.Contains("!)", StringComparison.Ordinal))
            {
                yield return place;
            }

            place++;
        }
    }
}
