using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>torch.unique and torch.unique_consecutive, whose results depend on the arguments.</summary>
public abstract partial class Torch
{
    /// <summary>The distinct elements, or the distinct slices along a dimension; <c>torch.unique</c>.</summary>
    /// <exception cref="TorchException">There is nothing to compare along the dimension.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor Unique(Tensor input, bool sorted = true, long? dim = null) =>
        Unique(input, sorted, returnInverse: false, returnCounts: false, dim).Output;

    /// <summary>
    /// The same, with each element's index among the distinct ones, or their counts; results not requested are empty; <c>torch.unique</c>.
    /// </summary>
    /// <exception cref="TorchException">There is nothing to compare along the dimension.</exception>
    public static (Tensor Output, Tensor InverseIndices, Tensor Counts) Unique(
        Tensor input, bool sorted = true, bool returnInverse = false, bool returnCounts = false, long? dim = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return dim is { } along
            ? input.UniqueDim(along, sorted, returnInverse, returnCounts)
            : input._Unique2(sorted, returnInverse, returnCounts);
    }

    /// <summary>The first of each run of equal elements, or slices along a dimension; <c>torch.unique_consecutive</c>.</summary>
    /// <exception cref="TorchException">There is nothing to compare along the dimension.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor UniqueConsecutive(Tensor input, long? dim = null) =>
        UniqueConsecutive(input, returnInverse: false, returnCounts: false, dim).Output;

    /// <summary>
    /// The same, with the index of each element's run, or the runs' lengths; results not requested are empty;
    /// <c>torch.unique_consecutive</c>.
    /// </summary>
    /// <exception cref="TorchException">There is nothing to compare along the dimension.</exception>
    public static (Tensor Output, Tensor InverseIndices, Tensor Counts) UniqueConsecutive(
        Tensor input, bool returnInverse = false, bool returnCounts = false, long? dim = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input._UniqueConsecutive(returnInverse, returnCounts, dim);
    }
}

/// <summary>The same as methods.</summary>
public partial class Tensor
{
    /// <summary>The distinct elements, or the distinct slices along a dimension; <c>x.unique()</c>.</summary>
    /// <exception cref="TorchException">There is nothing to compare along the dimension.</exception>
    [OverloadResolutionPriority(1)]
    public Tensor Unique(bool sorted = true, long? dim = null) => Torch.Unique(this, sorted, dim);

    /// <summary>
    /// The same, with each element's index among the distinct ones, or their counts; results not requested are empty; <c>x.unique()</c>.
    /// </summary>
    /// <exception cref="TorchException">There is nothing to compare along the dimension.</exception>
    public (Tensor Output, Tensor InverseIndices, Tensor Counts) Unique(
        bool sorted = true, bool returnInverse = false, bool returnCounts = false, long? dim = null) =>
        Torch.Unique(this, sorted, returnInverse, returnCounts, dim);

    /// <summary>The first of each run of equal elements, or slices along a dimension; <c>x.unique_consecutive()</c>.</summary>
    /// <exception cref="TorchException">There is nothing to compare along the dimension.</exception>
    [OverloadResolutionPriority(1)]
    public Tensor UniqueConsecutive(long? dim = null) => Torch.UniqueConsecutive(this, dim);

    /// <summary>
    /// The same, with the index of each element's run, or the runs' lengths; results not requested are empty;
    /// <c>x.unique_consecutive()</c>.
    /// </summary>
    /// <exception cref="TorchException">There is nothing to compare along the dimension.</exception>
    public (Tensor Output, Tensor InverseIndices, Tensor Counts) UniqueConsecutive(
        bool returnInverse = false, bool returnCounts = false, long? dim = null) =>
        Torch.UniqueConsecutive(this, returnInverse, returnCounts, dim);
}
