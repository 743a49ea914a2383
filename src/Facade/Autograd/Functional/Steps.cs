namespace LibTorch;

/// <summary>What the functions of torch.autograd.functional do before and after they differentiate.</summary>
internal static class Steps
{
    /// <summary>The inputs outside their graph, recording if <paramref name="needGraph"/>; with <paramref name="createGraph"/> views in it.</summary>
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

    /// <summary>The results, outside their graph unless it was asked for.</summary>
    public static Tensor[] Finish(IEnumerable<Tensor> results, bool createGraph) =>
        [.. createGraph ? results : results.Select(result => result.Detach())];

    /// <summary>Gradients; null by inputs that no output depends on.</summary>
    public static Tensor?[] Grad(
        IReadOnlyList<Tensor?> outputs, Tensor[] inputs, IReadOnlyList<Tensor?>? vectors, bool createGraph, bool? retainGraph = null, bool batched = false)
    {
        var used = Enumerable.Range(0, outputs.Count).Where(i => outputs[i] is { RequiresGrad: true }).ToArray();
        return used.Length == 0
            ? new Tensor?[inputs.Length]
            : Torch.Autograd.Grad(
                Array.ConvertAll(used, i => outputs[i]!), inputs, Array.ConvertAll(used, i => vectors?[i]), retainGraph, createGraph, allowUnused: true, isGradsBatched: batched);
    }

    /// <summary>The vector that was given, checked against what it is for; null where one element needs none.</summary>
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

    /// <summary>The one output of a function to differentiate twice.</summary>
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
