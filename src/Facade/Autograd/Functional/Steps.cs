namespace LibTorch;

/// <summary>
/// Steps that the functions of torch.autograd.functional share: preparing inputs, differentiating, and finishing results.
/// </summary>
internal static class Steps
{
    /// <summary>
    /// Detaches the inputs; with <paramref name="needGraph"/> the detached ones require grad. With <paramref name="createGraph"/>
    /// an input that requires grad becomes a view in its own graph instead.
    /// </summary>
    public static Tensor[] Prepare(IReadOnlyList<Tensor> inputs, bool createGraph, bool needGraph)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [.. inputs.Select(input =>
        {
            ArgumentNullException.ThrowIfNull(input);
            if (createGraph && input.RequiresGrad)
            {
                return input.Layout == Layout.Sparse ? input.Clone() : input.ViewAs(input);
            }

            return input.Detach().RequiresGrad_(needGraph);
        })];
    }

    /// <summary>The results, detached unless <paramref name="createGraph"/> is set.</summary>
    public static Tensor[] Finish(IEnumerable<Tensor> results, bool createGraph) =>
        [.. createGraph ? results : results.Select(result => result.Detach())];

    /// <summary>Gradients with respect to the inputs; null for inputs that no output depends on.</summary>
    public static Tensor?[] Grad(
        IReadOnlyList<Tensor?> outputs, Tensor[] inputs, IReadOnlyList<Tensor?>? vectors, bool createGraph, bool? retainGraph = null, bool batched = false)
    {
        var used = Enumerable.Range(0, outputs.Count).Where(i => outputs[i] is { RequiresGrad: true }).ToArray();
        return used.Length == 0
            ? new Tensor?[inputs.Length]
            : Torch.Autograd.Grad(
                Array.ConvertAll(used, i => outputs[i]!), inputs, Array.ConvertAll(used, i => vectors?[i]), retainGraph, createGraph, allowUnused: true, isGradsBatched: batched);
    }

    /// <summary>
    /// The given vector, checked against the tensors that it is multiplied with (<paramref name="other"/>). Null if none was given,
    /// which is allowed for a single element.
    /// </summary>
    public static Tensor[]? Vector(IReadOnlyList<Tensor>? v, IReadOnlyList<Tensor> other, bool several, bool createGraph, string missing)
    {
        if (v is null)
        {
            return other.Count == 1 && other[0].Numel == 1 ? null : throw new TorchException(missing);
        }

        var prepared = Prepare(v, createGraph, needGraph: false);
        if (other.Count != prepared.Length)
        {
            throw new TorchException(several
                ? $"v is a tuple of invalid length: should be {other.Count} but got {prepared.Length}."
                : "The given v should contain a single Tensor.");
        }

        for (var i = 0; i < prepared.Length; i++)
        {
            if (prepared[i].Shape != other[i].Shape)
            {
                throw new TorchException($"{(several ? $"Entry {i} in " : "")}v has invalid size: should be {other[i].Shape} but got {prepared[i].Shape}.");
            }
        }

        return prepared;
    }

    /// <summary>Requires that a function to be differentiated twice returns a single tensor with one element.</summary>
    public static void RequireScalar(IReadOnlyList<Tensor> outputs, bool several, string name)
    {
        if (several)
        {
            throw new TorchException($"The function given to {name} should return a single Tensor");
        }

        if (outputs[0].Numel != 1)
        {
            throw new TorchException($"The Tensor returned by the function given to {name} should contain a single element");
        }
    }
}
