namespace LibTorch;

/// <summary>jvp of torch.func, on arguments of any structure.</summary>
internal static class ForwardMode
{
    private const string Here = "jvp(f, primals, tangents)";

    // How many nested jvps the thread is in. Only the outermost one enters a level of dual numbers; the others use the same level.
    [ThreadStatic]
    private static int _depth;

    /// <summary>
    /// The outputs, the outputs' tangents, the outputs' structure and the auxiliary result.
    /// <paramref name="tangents"/> has one entry for each argument that <paramref name="argnums"/> chooses.
    /// </summary>
    public static (Tensor[] Outputs, Tensor[] Tangents, TreeSpec Spec, object? Aux) Jvp(
        Body function, object?[] arguments, object?[] tangents, int[]? argnums, bool strict, bool hasAux)
    {
        var positions = Argnums.Check(argnums, arguments.Length);
        var (primals, spec) = Tree.FlattenArguments(Array.ConvertAll(positions, i => arguments[i]));
        var (vectors, vectorSpec) = Tree.FlattenArguments(tangents);
        if (!spec.Equals(vectorSpec))
        {
            throw new TorchException(
                $"{Here}: Expected primals and tangents to have the same python structure. For example, if primals is a tuple of 3 tensors, tangents also must be. "
                + $"Got primals with structure {spec} and tangents with structure {vectorSpec}");
        }

        var primalTensors = OnlyTensors(primals, "primals");
        var tangentTensors = OnlyTensors(vectors, "tangents");
        using var level = TransformLevel.Jvp();
        var number = level.Number;
        _depth++;
        try
        {
            using var mode = new ForwardGradMode(true);
            using var dual = _depth == 1 ? Torch.Autograd.ForwardAD.DualLevel() : default;
            var duals = primalTensors.Zip(tangentTensors, (primal, tangent) => Torch.Autograd.ForwardAD.MakeDual(primal, tangent));
            var parts = (object?[])spec.Unflatten(duals)!;
            var full = argnums is null ? [.. arguments] : Differentiated.Wrap(arguments, number);
            for (var i = 0; i < positions.Length; i++)
            {
                full[positions[i]] = parts[i];
            }

            var (output, aux) = function(full);
            var plainAux = hasAux ? Differentiated.Unwrap(aux, number) : null;
            var (outputs, outputSpec) = Differentiated.Outputs(output, Here);
            var unpacked = Array.ConvertAll(outputs, tensor => Unpack(tensor, strict, number));
            return (Array.ConvertAll(unpacked, pair => pair.Primal), Array.ConvertAll(unpacked, pair => pair.Tangent), outputSpec, plainAux);
        }
        finally
        {
            _depth--;
        }
    }

    private static (Tensor Primal, Tensor Tangent) Unpack(Tensor dual, bool strict, long level)
    {
        var (primal, tangent) = Torch.Autograd.ForwardAD.UnpackDual(dual);
        if (tangent is null && strict)
        {
            throw new TorchException("jvp(f, primals, tangents, strict=True): The output of f is independent of the inputs. This is not allowed with strict=True.");
        }

        tangent ??= primal.ZerosLike();
        return (Differentiated.Unwrap(primal, level), Differentiated.Unwrap(tangent, level));
    }

    private static Tensor[] OnlyTensors(object?[] leaves, string role) => leaves.Length == 0
        ? throw new TorchException($"{Here}: Expected {role} to contain at least one Tensor.")
        : Array.ConvertAll(leaves, leaf => leaf as Tensor ?? throw new TorchException($"{Here}: Expected {role} to only contain Tensors, got {PythonName.OfType(leaf)}"));
}
