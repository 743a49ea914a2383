using System.Globalization;

namespace LibTorch.GpuCheck.Operators;

/// <summary>Compares C#'s results of a case with Python's: bit for bit if the kernel is deterministic, otherwise within a bound.</summary>
/// <remarks>
/// Kernels that add with atomic operations round in a different order each time. Such kernels are recognised by differences between
/// Python's own runs or, if these happened to be equal, between further runs in C#. Their results may differ by 32 roundings of the largest
/// element, or by twice the difference of Python's own runs, whichever is larger.
/// </remarks>
internal sealed class Comparison(Case recorded, Device device)
{
    private const int Roundings = 32;

    // How often C# repeats a call whose result differs, to see whether its own runs differ from each other.
    private const int Repeats = 8;

    /// <summary>Whether any result was compared within a bound.</summary>
    public bool IsBounded { get; private set; }

    /// <summary>A description of the first difference; null if there is none.</summary>
    public string? Difference()
    {
        object?[] expected = [.. recorded.Results, .. recorded.Gradients];
        var actual = CaseRun.Of(recorded, device);
        if (expected.Length != actual.Count)
        {
            return $"there are {actual.Count} results and gradients, not {expected.Length}";
        }

        for (var i = 0; i < expected.Length; i++)
        {
            var what = i < recorded.Results.Length ? $"result {i}" : $"gradient {i - recorded.Results.Length}";
            if (Difference(expected[i], actual[i], i) is { } difference)
            {
                return $"{what} {difference}";
            }
        }

        return null;
    }

    private string? Difference(object? expected, object? actual, int place)
    {
        if (expected is not PackedTensor packed)
        {
            return Equals(expected, actual) ? null : string.Create(CultureInfo.InvariantCulture, $"is {actual ?? "null"}, not {expected ?? "null"}");
        }

        if (actual is not Tensor tensor || tensor.DType != packed.DType || !tensor.Shape.SequenceEqual(packed.Sizes))
        {
            return $"is {(actual is Tensor other ? $"{other.DType}{other.Shape}" : actual ?? "null")}, not {packed.DType}[{string.Join(", ", packed.Sizes)}]";
        }

        var (ours, spread) = (Elements.Of(tensor), (double)recorded.Spreads[place]!);
        if (Elements.AreSame(packed.DType, packed.Bytes, ours))
        {
            return null;
        }

        var (apart, largest) = Elements.Distance(packed.DType, packed.Bytes, ours);
        var own = spread != 0 ? spread : Again(place, packed.DType, ours);
        if (own == 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is {apart:0.0e+00} from Python's, whose own runs are all the same, as C#'s are");
        }

        IsBounded = true;
        var allowed = Math.Max(Roundings * Elements.Epsilon(packed.DType) * largest, 2 * own);
        return own < 0 || apart <= allowed ? null : string.Create(CultureInfo.InvariantCulture, $"is {apart:0.0e+00} from Python's, and {allowed:0.0e+00} is allowed");
    }

    // The largest difference between C#'s own runs.
    private double Again(int place, DType dtype, byte[] first)
    {
        var most = 0.0;
        for (var i = 0; i < Repeats; i++)
        {
            using TensorScope scope = new();
            var bytes = Elements.Of((Tensor)CaseRun.Of(recorded, device)[place]!);
            if (!Elements.AreSame(dtype, first, bytes))
            {
                most = Math.Max(most, Elements.Distance(dtype, first, bytes).Apart);
            }
        }

        return most;
    }
}
