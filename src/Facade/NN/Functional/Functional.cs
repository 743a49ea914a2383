namespace LibTorch.NN;

/// <summary>
/// What layers are made of, as functions; <c>torch.nn.functional</c>.
/// </summary>
/// <remarks>
/// Where Python's return_indices=True changes what is returned, the function named …WithIndices does it here.
/// Python's size_average and reduce, which reduction replaced, are left out.
/// </remarks>
public static partial class Functional
{
    // Python's get_enum: how a loss's elements become one, as libtorch numbers it.
    private static long ReductionNumber(string reduction)
    {
        switch (reduction)
        {
            case "none":
                return 0;
            case "mean":
                return 1;
            case "elementwise_mean":
                Warnings.Warn("reduction='elementwise_mean' is deprecated. Please use reduction='mean' instead.");
                return 1;
            case "sum":
                return 2;
            default:
                throw new TorchValueException($"{reduction ?? "None"} is not a valid value for reduction");
        }
    }
}
