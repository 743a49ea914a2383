using LibTorch.Interop;

namespace LibTorch;

/// <summary>A function that maps another one over a dimension of its arguments, in one call; what torch.func.vmap returns.</summary>
/// <param name="name">The inner function's name in messages.</param>
/// <param name="body">The inner function.</param>
/// <param name="inDims">The dimensions to map over.</param>
/// <param name="outDims">Where the mapped dimension goes in the results.</param>
/// <param name="randomness">What random operators do.</param>
/// <param name="chunkSize">How many elements to map over at once; null for all.</param>
internal sealed class BatchedFunction(
    string name, Func<object?[], object?> body, Dims inDims, Dims outDims, Randomness randomness, int? chunkSize = null)
{
    public object? Invoke(params object?[] arguments)
    {
        if (!LibraryCalls.IsAtLeast(2, 0) && HasNone(outDims))
        {
            throw new TorchValueException(
                $"vmap({name}, ..., out_dims={outDims}): `out_dims` must be an int or a python collection of ints representing where in the outputs the vmapped dimension should appear.");
        }

        var (leaves, spec) = Tree.FlattenArguments(arguments);
        var dims = InputDims(leaves, spec);
        var batchSize = BatchSize(leaves, dims);
        return chunkSize is { } size ? InChunks(leaves, spec, dims, batchSize, size) : Once(leaves, spec, dims, batchSize);
    }

    private static bool HasNone(Dims dims) => dims.IsList ? dims.Any(HasNone) : dims.Dim is null;

    private static long BatchSize(object?[] leaves, long?[] dims)
    {
        var sizes = dims.Select((dim, i) => (dim, i)).Where(pair => pair.dim is not null)
            .Select(pair => ((Tensor)leaves[pair.i]!).Shape[(int)pair.dim!]).ToArray();
        if (sizes.Length == 0)
        {
            throw new TorchValueException("vmap: Expected at least one Tensor to vmap over");
        }

        return Array.TrueForAll(sizes, size => size == sizes[0])
            ? sizes[0]
            : throw new TorchValueException(
                $"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes [{string.Join(", ", sizes)}] for the mapped dimension");
    }

    private long?[] InputDims(object?[] leaves, TreeSpec spec)
    {
        var here = $"vmap({name}, in_dims={inDims}, ...)(<inputs>): ";
        if (!inDims.IsList && inDims.Dim is null)
        {
            throw new TorchValueException(here + "expected `in_dims` to be int or a (potentially nested) tuple matching the structure of inputs, got: <class 'NoneType'>.");
        }

        var dims = inDims.Spread(spec) ?? throw new TorchValueException(
            $"{here}in_dims is not compatible with the structure of `inputs`. in_dims has structure {inDims.Structure()} but inputs has structure {spec}.");
        for (var i = 0; i < dims.Length; i++)
        {
            if (dims[i] is not { } dim)
            {
                continue;
            }

            if (leaves[i] is not Tensor tensor)
            {
                throw new TorchValueException(
                    $"{here}Got in_dim={dim} for an input but the input is of type {PythonName.OfType(leaves[i])}. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim");
            }

            var count = tensor.NDim;
            if (dim < -count || dim >= count)
            {
                throw new TorchValueException(
                    $"{here}Got in_dim={dim} for some input, but that input is a Tensor of dimensionality {count} so expected in_dim to satisfy -{count} <= in_dim < {count}.");
            }

            dims[i] = dim < 0 ? dim + count : dim;
        }

        return dims;
    }

    private object? Once(object?[] leaves, TreeSpec spec, long?[] dims, long batchSize)
    {
        using var level = TransformLevel.Vmap(batchSize, randomness);
        var number = level.Number;
        var batched = leaves.Zip(dims, (leaf, dim) => dim is { } given ? Tensor.Own(TransformCalls.AddBatch((Tensor)leaf!, given, number)) : leaf);
        var (results, outputSpec) = Tree.Flatten(body((object?[])spec.Unflatten([.. batched])!));
        var outputDims = OutputDims(results, outputSpec);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Unbatched(results[i], outputDims[i], number, batchSize);
        }

        return outputSpec.Unflatten(results);
    }

    private object? Unbatched(object? result, long? dim, long level, long batchSize)
    {
        if (dim is not { } place)
        {
            return result is Tensor kept && TransformCalls.Describe(kept) is { Transform: Transform.Vmap, Value: var value }
                ? Refused(value)
                : result;
        }

        return Tensor.Own(TransformCalls.RemoveBatch((Tensor)result!, level, batchSize, place));
    }

    private object Refused(TensorHandle? value)
    {
        value?.Dispose();
        throw new TorchValueException($"vmap({name}, ...): `{name}` can not return a BatchedTensor when out_dim is None");
    }

    private long?[] OutputDims(object?[] results, TreeSpec spec)
    {
        var hasNoneAllowed = LibraryCalls.IsAtLeast(2, 0);
        if (!hasNoneAllowed)
        {
            RequireTensors(results, null, "");
        }

        var dims = spec.IsLeaf && outDims is { IsList: true, Count: 1 } ? outDims[0].Spread(spec) : outDims.Spread(spec);
        if (dims is null)
        {
            throw new TorchValueException(
                $"vmap({name}, ..., out_dims={outDims})(<inputs>): out_dims is not compatible with the structure of `outputs`. out_dims has structure {outDims.Structure()} but outputs has structure {spec}.");
        }

        if (hasNoneAllowed)
        {
            RequireTensors(results, dims, " Did you mean to set out_dims= to None for output?");
        }

        return dims;
    }

    private void RequireTensors(object?[] results, long?[]? dims, string hint)
    {
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i] is not Tensor && (dims is null || dims[i] is not null))
            {
                var type = PythonName.OfType(results[i]);
                throw new TorchValueException($"vmap({name}, ...): `{name}` must only return Tensors, got type {type}{(hint.Length > 0 ? "." + hint : " as a return.")}");
            }
        }
    }

    private object? InChunks(object?[] leaves, TreeSpec spec, long?[] dims, long batchSize, int size)
    {
        var chunks = new List<object?[]>();
        TreeSpec? outputSpec = null;
        using var state = randomness == Randomness.Same ? RandomState.Keep() : null;
        for (var start = 0L; start < batchSize; start += size)
        {
            var (from, count) = (start, Math.Min(size, batchSize - start));
            state?.Restore();
            var chunk = leaves.Zip(dims, (leaf, dim) => dim is { } given ? ((Tensor)leaf!).Narrow(given, from, count) : leaf);
            var (results, resultSpec) = Tree.Flatten(Once([.. chunk], spec, dims, count));
            outputSpec ??= resultSpec;
            chunks.Add(results);
        }

        if (outputSpec is null)
        {
            return Once(leaves, spec, dims, batchSize);
        }

        var outputDims = OutputDims(chunks[0], outputSpec);
        return outputSpec.Unflatten(outputDims.Select((dim, i) =>
            dim is { } place ? Torch.Cat([.. chunks.Select(chunk => (Tensor)chunk[i]!)], (int)place) : chunks[0][i]).ToArray());
    }
}
