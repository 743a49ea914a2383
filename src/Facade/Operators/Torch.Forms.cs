namespace LibTorch;

/// <summary>Further forms of arguments that Python accepts for an operator.</summary>
public abstract partial class Torch
{
    /// <summary>The positions of the elements that are not zero, a tensor for each dimension; <c>torch.nonzero(x, as_tuple=True)</c>.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="asTuple">If false, the array holds one tensor: the matrix of positions.</param>
    /// <exception cref="TorchException">libtorch refuses the tensor.</exception>
    public static Tensor[] Nonzero(Tensor input, bool asTuple)
    {
        ArgumentNullException.ThrowIfNull(input);
        return asTuple ? input.NonzeroNumpy() : [input.Nonzero()];
    }

    /// <summary>The coordinates of a grid of one dimension; <c>torch.meshgrid(a, indexing="ij")</c>.</summary>
    /// <exception cref="TorchException">There is no such indexing, or a tensor has more than one dimension.</exception>
    public static Tensor[] Meshgrid(Tensor tensor, string indexing) => Meshgrid([tensor], indexing);

    /// <summary>The coordinates of a grid of two dimensions; <c>torch.meshgrid(a, b, indexing="ij")</c>.</summary>
    /// <exception cref="TorchException">There is no such indexing, or a tensor has more than one dimension.</exception>
    public static Tensor[] Meshgrid(Tensor tensor0, Tensor tensor1, string indexing) => Meshgrid([tensor0, tensor1], indexing);

    /// <summary>The coordinates of a grid of three dimensions; <c>torch.meshgrid(a, b, c, indexing="ij")</c>.</summary>
    /// <exception cref="TorchException">There is no such indexing, or a tensor has more than one dimension.</exception>
    public static Tensor[] Meshgrid(Tensor tensor0, Tensor tensor1, Tensor tensor2, string indexing) => Meshgrid([tensor0, tensor1, tensor2], indexing);

    /// <summary>Sums products over pairs of dimensions; <c>torch.tensordot(a, b, dims=([1], [0]))</c>.</summary>
    /// <param name="a">One tensor.</param>
    /// <param name="b">The other.</param>
    /// <param name="dims">The dimensions of <paramref name="a"/>, and those of <paramref name="b"/>.</param>
    /// <exception cref="TorchException">The extents of paired dimensions differ, or the two lists have different lengths.</exception>
    public static Tensor Tensordot(Tensor a, Tensor b, (long[] OfA, long[] OfB) dims)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.Tensordot(b, dims.OfA, dims.OfB);
    }
}

/// <summary>The same as methods.</summary>
public partial class Tensor
{
    /// <summary>The positions of the elements that are not zero, a tensor for each dimension; <c>x.nonzero(as_tuple=True)</c>.</summary>
    /// <inheritdoc cref="Torch.Nonzero(Tensor, bool)"/>
    public Tensor[] Nonzero(bool asTuple) => Torch.Nonzero(this, asTuple);
}
