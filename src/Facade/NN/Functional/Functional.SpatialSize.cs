using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Checks the arguments of interpolation.</summary>
public static partial class Functional
{
    // The lanczos mode was added between 2.6 and 2.14; its name is part of error messages.
    private static bool HasLanczos => LibraryCalls.IsAtLeast(2, 14);

    private static (long[]? Extents, double[]? Factors) SpatialSize(Tensor input, IntList size, FloatList scaleFactor)
    {
        var shape = input.Shape;
        var dimensions = shape.Count - 2;
        if (size.IsGiven && scaleFactor.IsGiven)
        {
            throw new TorchValueException("only one of size or scale_factor should be defined");
        }

        if (size.IsGiven)
        {
            var extents = size.Repeated(Math.Max(dimensions, 0));
            return size.TryGetOne(out _) || extents.Length == dimensions ? (extents, null) : throw Mismatch("output size of", PythonText.List(extents));
        }

        if (scaleFactor.IsGiven)
        {
            var factors = scaleFactor.Repeated(Math.Max(dimensions, 0));
            return scaleFactor.IsOne || factors.Length == dimensions ? (null, factors) : throw Mismatch("scale_factor of shape", PythonText.List(factors));
        }

        throw new TorchValueException("either size or scale_factor should be defined");

        TorchValueException Mismatch(string what, string given)
        {
            var (name, parts) = what[0] == 'o' ? ("output", "output size in (o1, o2, ...,oK)") : ("scale_factor", "scale_factor in (s1, s2, ...,sK)");
            return new(
                $"Input and {name} must have the same number of spatial dimensions, but got input with spatial dimensions of "
                + $"{PythonText.List([.. shape.Skip(2)])} and {what} {given}. Please provide input tensor in (N, C, d1, d2, ...,dK) format and {parts} format.");
        }
    }

    private static string AntialiasMessage() => LibraryCalls.IsAtLeast(2, 0)
        ? $"Anti-alias option is restricted to bilinear{(HasLanczos ? ", bicubic, and lanczos" : " and bicubic")} modes and requires a 4-D tensor as input"
        : "Anti-alias option is only supported for bilinear and bicubic modes";
}
