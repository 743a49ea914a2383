using LibTorch.Interop;

namespace LibTorch;

/// <summary>jacrev and jacfwd of torch.func, on arguments of any structure.</summary>
internal static class Jacobians
{
    /// <summary>jacrev: vector-Jacobian products with the rows of an identity matrix, one chunk of rows in each batched call.</summary>
    public static JacobianBlocks Reverse(Body function, object?[] arguments, int[] argnums, bool hasAux, int? chunkSize)
    {
        RequireReal("jacrev", arguments, "inputs");
        var vjp = ReverseMode.Vjp(function, arguments, argnums, hasAux);
        RequireReal("jacrev", vjp.Outputs, "outputs");
        var positions = Argnums.Check(argnums, arguments.Length);
        var (primals, spec) = Tree.FlattenArguments(Array.ConvertAll(positions, i => arguments[i]));
        var rows = vjp.Outputs.Sum(output => output.Numel);
        var size = chunkSize is { } given && given < rows ? given : rows;
        var chunks = new List<Tensor[]>();
        var row = 0L;
        do
        {
            var count = Math.Min(size, rows - row);
            var basis = StandardBasis.Shaped(vjp.Outputs, count, row);
            chunks.Add(chunkSize == 1 ? OneRow(vjp, basis) : AllRows(vjp, basis));
            row += count;
        }
        while (row < rows);

        var stacked = chunks.Count == 1 ? chunks[0] : [.. chunks[0].Select((_, i) => Torch.Cat([.. chunks.Select(chunk => chunk[i])]))];
        var splits = Array.ConvertAll(stacked, result => result.SplitWithSizes([.. vjp.Outputs.Select(output => output.Numel)], 0));
        var blocks = vjp.Outputs.Select((output, o) =>
            primals.Select((primal, i) => splits[i][o].View((ReadOnlySpan<long>)[.. output.Shape, .. ((Tensor)primal!).Shape])).ToArray()).ToArray();
        return new(blocks, spec, vjp.OutputSpec, vjp.Aux);
    }

    /// <summary>jacfwd: Jacobian-vector products with all columns of an identity matrix, in one batched call.</summary>
    public static JacobianBlocks Forward(Body function, object?[] arguments, int[] argnums, bool hasAux, Randomness randomness)
    {
        RequireReal("jacfwd", arguments, "inputs");
        var positions = Argnums.Check(argnums, arguments.Length);
        var (leaves, spec) = Tree.FlattenArguments(Array.ConvertAll(positions, i => arguments[i]));
        var primals = Array.ConvertAll(leaves, leaf => (Tensor)leaf!);
        var sizes = Array.ConvertAll(primals, primal => primal.Numel);
        var basis = StandardBasis.Shaped(primals, sizes.Sum());
        TreeSpec? outputSpec = null;
        var batched = new BatchedFunction("push_jvp", Push, 0, 0, randomness);
        var results = (object?[])batched.Invoke([.. basis])!;
        var tangents = (Tensor[])results[0]!;
        var blocks = Array.ConvertAll(tangents, tangent =>
            tangent.Movedim(0L, -1L).SplitWithSizes(sizes, -1).Select((part, i) => Unflattened(part, primals[i].Shape)).ToArray());
        return new(blocks, spec, outputSpec!, hasAux ? Tree.Map(results[1], value => value[0]) : null);

        object?[] Push(object?[] directions)
        {
            var parts = (object?[])spec.Unflatten(directions)!;
            var (outputs, products, productSpec, aux) = ForwardMode.Jvp(function, arguments, parts, positions, strict: false, hasAux);
            RequireReal("jacfwd", outputs, "outputs");
            outputSpec = productSpec;
            return hasAux ? [products, aux] : [products];
        }
    }

    private static Tensor[] AllRows(VjpResult vjp, Tensor[] basis)
    {
        var batched = new BatchedFunction("wrapper", rows => vjp.Product(Array.ConvertAll(rows, row => (Tensor)row!), true, null), 0, 0, Randomness.Error);
        return (Tensor[])batched.Invoke([.. basis])!;
    }

    private static Tensor[] OneRow(VjpResult vjp, Tensor[] basis) =>
        Array.ConvertAll(vjp.Product(Array.ConvertAll(basis, row => row.Squeeze(0)), true, null), product => product.Unsqueeze(0));

    private static Tensor Unflattened(Tensor part, Size shape) => shape.Count == 0 ? part.Squeeze(-1) : part.Unflatten(-1, [.. shape]);

    private static void RequireReal(string name, IEnumerable<object?> values, string role)
    {
        if (!LibraryCalls.IsAtLeast(2, 0))
        {
            return;
        }

        var (leaves, _) = Tree.FlattenArguments([.. values]);
        var index = Array.FindIndex(leaves, leaf => leaf is Tensor { DType.IsComplex: true });
        if (index >= 0)
        {
            throw new TorchException($"{name}: Expected all {role} to be real but received complex tensor at flattened input idx: {index}");
        }
    }
}
