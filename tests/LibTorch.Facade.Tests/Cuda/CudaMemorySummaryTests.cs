using LibTorch.Interop;

namespace LibTorch.Tests.Cuda;

/// <summary>The table of the allocator's figures, laid out by Python from the same figures.</summary>
public sealed class CudaMemorySummaryTests(PythonSession python)
{
    private const string Setup = """
        def summary(names, numbers, **options):
            from unittest import mock
            with mock.patch.object(torch.cuda.memory, 'memory_stats', lambda device: dict(zip(names, numbers))):
                return torch.cuda.memory.memory_summary(1, **options)
        """;

    [Theory]
    [InlineData(1, false)]
    [InlineData(977, false)]
    [InlineData(1_234_567, false)]
    [InlineData(98_765_432_109, false)]
    [InlineData(1_234_567, true)]
    [InlineData(0, true)]
    public void It_is_Pythons_character_for_character(long factor, bool abbreviated)
    {
        // There are no figures before that, and Python laid them out otherwise.
        Assert.SkipUnless(LibraryCalls.IsAtLeast(2, 9), "libtorch gives no figures before 2.9");
        var stats = DeviceFigures.Names.Select((name, i) => (name, figure: (i % 13) * factor)).ToDictionary(pair => pair.name, pair => pair.figure);
        var theirs = python.Eval(
            $"summary({Parity.Listed(stats.Keys)}, [{string.Join(", ", stats.Values)}], abbreviated={(abbreviated ? "True" : "False")})", Setup);
        Assert.Equal(theirs, CudaMemorySummary.Of(1, stats, abbreviated));
    }

    [Fact]
    public void Every_figure_has_a_name_of_its_own() =>
        Assert.Equal(DeviceFigures.Names.Count, DeviceFigures.Names.Distinct().Count());
}
