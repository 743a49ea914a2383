using LibTorch.Interop;

namespace LibTorch;

/// <summary>The arguments of torch.lobpcg, with Python's defaults filled in.</summary>
/// <param name="M">How many rows the matrix has.</param>
/// <param name="N">How many columns are iterated.</param>
/// <param name="K">How many pairs are wanted.</param>
/// <param name="DType">The dtype to compute in.</param>
/// <param name="MostIterations">The largest number of iterations; -1 for no limit.</param>
/// <param name="Tolerance">The relative error below which a pair has converged.</param>
/// <param name="Largest">Whether the largest eigenvalues are wanted, not the smallest.</param>
/// <param name="Ortho">Whether the method is <c>ortho</c>.</param>
internal sealed record LobpcgSettings(long M, long N, long K, DType DType, long MostIterations, double Tolerance, bool Largest, bool Ortho)
{
    public required long OuterLoops { get; init; }

    public required long InnerLoops { get; init; }

    public required double OrthoTolerance { get; init; }

    public required double DropTolerance { get; init; }

    public required double ReplaceTolerance { get; init; }

    /// <summary>Whether Python's assertions have messages; before 2.14 they show only the shapes.</summary>
    public static bool HasWords => LibraryCalls.IsAtLeast(2, 14);

    /// <summary>Whether nearly dependent columns are dropped.</summary>
    public required bool UseDrop { get; init; }

    public static LobpcgSettings Of(
        Tensor a, Tensor? b, long? k, Tensor? x, long? n, long? niter, double? tol, bool? largest, string? method,
        IReadOnlyDictionary<string, long>? integers, IReadOnlyDictionary<string, double>? numbers, IReadOnlyDictionary<string, bool>? switches)
    {
        if (a.NDim < 2 || a.Shape[-2] != a.Shape[-1])
        {
            throw new TorchException(HasWords ? $"A must be square, got shape {a.Shape}" : a.Shape.ToString());
        }

        if (b is not null && a.Shape != b.Shape)
        {
            throw new TorchException(HasWords ? $"A and B must have same shape, got {a.Shape} vs {b.Shape}" : $"({a.Shape}, {b.Shape})");
        }

        var dtype = a.DType == DType.Float16 || a.DType == DType.Float64 ? a.DType : DType.Float32;
        var tolerance = tol ?? Math.Sqrt(
            dtype == DType.Float32 ? 1.2e-07 : dtype == DType.Float64 ? 2.23e-16 : throw new TorchException($"there is no default tolerance for {dtype}"));
        var rows = a.Shape[-1];
        var wanted = k ?? x?.Shape[-1] ?? 1;
        var columns = x?.Shape[-1] ?? n ?? wanted;
        if (rows < 3 * columns)
        {
            throw new TorchValueException(
                $"{(HasWords ? "LOBPCG" : "LPBPCG")} algorithm is not applicable when the number of A rows (={rows}) is smaller than 3 x the number of requested eigenpairs (={columns})");
        }

        return new(rows, columns, wanted, dtype, niter ?? 1000, tolerance, largest ?? true, method is null or "ortho")
        {
            OuterLoops = integers?.GetValueOrDefault("ortho_i_max", 3) ?? 3,
            InnerLoops = integers?.GetValueOrDefault("ortho_j_max", 3) ?? 3,
            OrthoTolerance = numbers?.GetValueOrDefault("ortho_tol", tolerance) ?? tolerance,
            DropTolerance = numbers?.GetValueOrDefault("ortho_tol_drop", tolerance) ?? tolerance,
            ReplaceTolerance = numbers?.GetValueOrDefault("ortho_tol_replace", tolerance) ?? tolerance,
            UseDrop = switches?.GetValueOrDefault("ortho_use_drop") ?? false,
        };
    }
}
