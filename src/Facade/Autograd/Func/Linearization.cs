namespace LibTorch;

/// <summary>Checks that tangents match the primals, as torch.func.linearize does and with the same messages.</summary>
internal static class Linearization
{
    public static void Check(object? primals, object? tangents)
    {
        var (expected, spec) = Tree.FlattenArguments([primals]);
        var (given, givenSpec) = Tree.FlattenArguments([tangents]);
        if (!spec.Equals(givenSpec))
        {
            throw new TorchException($"Expected the tangents {givenSpec} to have the same argspec as the primals {spec}");
        }

        for (var i = 0; i < given.Length; i++)
        {
            if (given[i] is Tensor tangent && expected[i] is Tensor primal)
            {
                Require(i, "shape", tangent.Shape, primal.Shape);
                Require(i, "device", tangent.Device, primal.Device);
                Require(i, "dtype", tangent.DType, primal.DType);
            }
        }
    }

    private static void Require<T>(int index, string what, T given, T expected)
        where T : IEquatable<T>
    {
        if (!given.Equals(expected))
        {
            throw new TorchException(
                $"tangent:{index} with {what} {given} in flattened pytree doesn't match the {what} {expected} of the corresponding primal.");
        }
    }
}
