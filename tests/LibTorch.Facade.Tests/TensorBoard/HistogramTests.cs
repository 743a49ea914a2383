using System.Globalization;
using System.Text.Json;
using LibTorch.Utils.TensorBoard;

namespace LibTorch.Tests.TensorBoard;

/// <summary>Histograms beside those of torch.utils.tensorboard.</summary>
public sealed class HistogramTests
{
    private static readonly (double[] Values, double[]? Bins, int? MaxBins)[] s_rows =
    [
        ([1, 2, 3, -5], null, null),
        ([0], null, null),
        ([0, 0, 1e-13, -1e-13], null, null),
        ([1e19, -1e19, 1e25], null, null),
        ([1e25], null, null),
        ([1, double.NaN], [0, 1, 2], null),
        ([0, 0.5, 1, 1.5, 2, 2.5, -1], [0, 1, 2], null),
        ([7], [0, 1, 2], null),
        ([1], [0, 1, 1, 2], null),
        ([1, 2], [0, 1, 0.5], null),
        ([], null, null),
        ([1, 5, 6], null, 10),
        ([1, 5, 6], [0, 1, 2, 3, 4, 5, 6, 7], 3),
        ([1, 5, 6], [0, 1, 2, 3, 4, 5, 6], 3),
        ([1, 5, 6], [0, 1, 2, 3, 4, 5, 6], 6),
        .. Enumerable.Range(0, 20).Select(seed => (Random(seed), (double[]?)null, seed % 2 == 0 ? (int?)null : 30)),
    ];

    [Fact]
    public void They_are_Pythons()
    {
        var input = Path.GetTempFileName();
        File.WriteAllLines(input, s_rows.Select(row =>
            $$"""{"values": {{Array(row.Values)}}, "bins": {{(row.Bins is { } bins ? Array(bins) : "null")}}, "max_bins": {{row.MaxBins?.ToString(CultureInfo.InvariantCulture) ?? "null"}}}"""));
        var script = Path.Combine(AppContext.BaseDirectory, "TensorBoard", "python_histograms.py");
        var (exit, output, error) = ChildProcess.Run(PythonSession.Interpreter, [script, input]);
        File.Delete(input);
        Assert.True(exit == 0, error);
        var expected = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(s_rows.Length, expected.Length);
        for (var i = 0; i < s_rows.Length; i++)
        {
            Same(JsonDocument.Parse(expected[i]).RootElement, s_rows[i]);
        }
    }

    [Fact]
    public void A_tensor_of_any_dtype_and_shape_is_counted()
    {
        using var folder = new EventFolder();
        using (var writer = new SummaryWriter(folder.Path))
        {
            var x = Torch.Tensor([[1f, 2f], [3f, 4f]], requiresGrad: true);
            writer.AddHistogram("a", x, 1);
            writer.AddHistogram("a", x.To(DType.Int64), 1);
            writer.AddHistogram("a", x.To(DType.BFloat16).T, 1);
            writer.AddHistogram("a", [1.0, 2.0, 3.0, 4.0], 1);
        }

        var histograms = folder.Events().Skip(1).Select(one => one.GetProperty("summary").GetProperty("value")[0].GetProperty("histo").GetRawText()).ToList();
        Assert.Equal(4, histograms.Count);
        Assert.Single(histograms.Distinct());
        Assert.Contains("\"min\": 1.0, \"max\": 4.0, \"num\": 4.0, \"sum\": 10.0, \"sum_squares\": 30.0", histograms[0]);
    }

    private static void Same(JsonElement expected, (double[] Values, double[]? Bins, int? MaxBins) row)
    {
        if (expected.TryGetProperty("error", out var error))
        {
            Assert.Equal(error.GetString(), Assert.Throws<TorchValueException>(() => Of(row)).Message);
            return;
        }

        var actual = Of(row);
        Assert.Equal(Doubles(expected.GetProperty("bucket_limit")), actual.BucketLimit);
        Assert.Equal(Doubles(expected.GetProperty("bucket")), actual.Bucket);
        Assert.Equal(expected.GetProperty("num").GetDouble(), actual.Num);
        if (expected.GetProperty("min").ValueKind == JsonValueKind.Null)
        {
            Assert.True(double.IsNaN(actual.Min) && double.IsNaN(actual.Max) && double.IsNaN(actual.Sum) && double.IsNaN(actual.SumSquares));
            return;
        }

        Assert.Equal(expected.GetProperty("min").GetDouble(), actual.Min);
        Assert.Equal(expected.GetProperty("max").GetDouble(), actual.Max);

        // numpy sums in another order.
        var size = row.Values.Sum(Math.Abs);
        Assert.Equal(expected.GetProperty("sum").GetDouble(), actual.Sum, size * 1e-13);
        Assert.Equal(expected.GetProperty("sum_squares").GetDouble(), actual.SumSquares, actual.SumSquares * 1e-13);
    }

    private static Utils.TensorBoard.Protos.HistogramProto Of((double[] Values, double[]? Bins, int? MaxBins) row) =>
        Histogram.Of(row.Values, row.Bins ?? Histogram.DefaultBins, row.MaxBins);

    private static double[] Random(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 500).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-10, 10)))];
    }

    private static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];

    private static string Array(double[] values) => $"[{string.Join(", ", values.Select(value => double.IsNaN(value) ? "NaN" : value.ToString("R", CultureInfo.InvariantCulture)))}]";
}
