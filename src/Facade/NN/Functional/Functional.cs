namespace LibTorch.NN;

/// <summary>
/// The layers' operations as functions; <c>torch.nn.functional</c>.
/// </summary>
/// <remarks>
/// Where Python's return_indices=True changes the result, there is a separate function named …WithIndices.
/// Python's size_average and reduce, which reduction replaced, are left out.
/// </remarks>
public static partial class Functional
{
    // Python's get_enum: libtorch's number for a loss's reduction.
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
