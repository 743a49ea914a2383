using System.Globalization;
using System.Text;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>The statistics of libtorch's allocator, as a table in PyTorch's layout; <c>torch.cuda.memory_summary</c>.</summary>
internal static class CudaMemorySummary
{
    private static readonly string[] Sizes = ["B  ", "KiB", "MiB", "GiB", "TiB", "PiB"];
    private static readonly string[] Counts = [" ", "K", "M"];

    private static readonly (string Figure, string Words, bool IsSize)[] OfPools =
    [
        ("allocated_bytes", "Allocated memory", true),
        ("active_bytes", "Active memory", true),
        ("requested_bytes", "Requested memory", true),
        ("reserved_bytes", "GPU reserved memory", true),
        ("inactive_split_bytes", "Non-releasable memory", true),
        ("allocation", "Allocations", false),
        ("active", "Active allocs", false),
        ("segment", "GPU reserved segments", false),
        ("inactive_split", "Non-releasable allocs", false),
    ];

    public static string Of(int device, IReadOnlyDictionary<string, long> stats, bool abbreviated)
    {
        var thick = new string('=', 75);
        var thin = new string('-', 75);
        List<string> lines =
        [
            thick,
            Invariant($" {"",-16} PyTorch CUDA memory summary, device ID {device,-17} "),
            thin,
            Invariant($"  {"",-9} CUDA OOMs: {stats["num_ooms"],-12} | {"",-6} cudaMalloc retries: {stats["num_alloc_retries"],-8}  "),
            thick,
            "        Metric         | Cur Usage  | Peak Usage | Tot Alloc  | Tot Freed  ",
        ];
        foreach (var (figure, words, isSize) in OfPools)
        {
            lines.Add(thin);
            var scale = Figures(stats, $"{figure}.all");
            lines.Add(Row(words, scale, scale, isSize));
            if (!abbreviated)
            {
                lines.Add(Row("      from large pool", Figures(stats, $"{figure}.large_pool"), scale, isSize));
                lines.Add(Row("      from small pool", Figures(stats, $"{figure}.small_pool"), scale, isSize));
            }
        }

        foreach (var (figure, words) in new[] { ("oversize_allocations", "Oversize allocations"), ("oversize_segments", "Oversize GPU segments") })
        {
            lines.Add(thin);
            var figures = Figures(stats, figure);
            lines.Add(Row(words, figures, figures, isSize: false));
        }

        lines.Add(thick);
        StringBuilder text = new();
        lines.ForEach(line => text.Append('|').Append(line).Append("|\n"));
        return text.ToString();
    }

    private static long[] Figures(IReadOnlyDictionary<string, long> stats, string figure) => [.. DeviceFigures.Kinds.Select(kind => stats[$"{figure}.{kind}"])];

    // All rows of a statistic use the unit that its first row needs.
    private static string Row(string words, long[] figures, long[] scale, bool isSize) =>
        $" {words,-21} | " + string.Join(" | ", figures.Zip(scale).Select(pair => isSize ? Size(pair.First, pair.Second) : Count(pair.First, pair.Second))) + " ";

    private static string Size(long bytes, long scale)
    {
        var (number, unit) = InUnits(bytes, scale, Sizes, 1024, 768 * 1024);
        return Invariant($"{number,6} {unit}");
    }

    private static string Count(long count, long scale)
    {
        var (number, unit) = InUnits(count, scale, Counts, 1000, 750 * 1000);
        return Invariant($"{number,7} {unit} ");
    }

    private static (long Number, string Unit) InUnits(long number, double scale, string[] units, int step, int enough)
    {
        var unit = 0;
        for (; unit < units.Length - 1 && scale >= enough; unit++)
        {
            number /= step;
            scale /= step;
        }

        return (number, units[unit]);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
