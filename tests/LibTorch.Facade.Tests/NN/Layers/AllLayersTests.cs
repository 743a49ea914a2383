using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>All that torch.nn has is here, but for what is listed with a reason.</summary>
[Collection(ProcessWideState.Name)]
public sealed class AllLayersTests(PythonSession python)
{
    private static readonly Dictionary<string, string> LeftOut = new(StringComparer.Ordinal)
    {
        ["Lazy"] = "C# constructors give all sizes",
        ["SyncBatchNorm"] = "it needs process groups",
        ["DataParallel"] = "it copies modules to devices on Python's threads",
        ["Container"] = "it is deprecated and does nothing that Module does not",
    };

    [Fact]
    public void None_is_missing()
    {
        var there = typeof(Module).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == "LibTorch.NN").Select(type => type.Name.Split('`')[0]).ToHashSet(StringComparer.Ordinal);
        var missing = python.Eval("' '.join(sorted(n for n, c in vars(nn).items() if isinstance(c, type) and issubclass(c, nn.Module)))", "import torch.nn as nn")
            .Split(' ').Where(name => !there.Contains(name) && !LeftOut.Keys.Any(key => name.StartsWith(key, StringComparison.Ordinal)));
        Assert.Equal([], missing);
    }

    [Fact]
    public void What_is_left_out_is_not_there() =>
        Assert.DoesNotContain(typeof(Module).Assembly.GetExportedTypes(), type => type.Namespace == "LibTorch.NN" && LeftOut.ContainsKey(type.Name));
}
