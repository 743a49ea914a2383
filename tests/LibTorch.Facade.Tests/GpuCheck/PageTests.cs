using System.Text.RegularExpressions;

namespace LibTorch.Tests.GpuCheck;

/// <summary>docs/cuda.md tells of the parts and probes that there are, and of no others.</summary>
public sealed partial class PageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs/cuda.md"));

    [Fact]
    public void The_probes_are_those_of_the_table()
    {
        var there = ProbeInCode().Matches(File.ReadAllText(Repository.PathOf("src/GpuCheck/Probes/Probe.cs")))
            .Select(match => (match.Groups["name"].Value, match.Groups["words"].Value, match.Groups["quick"].Value == "true" ? "yes" : "no"));
        var told = ProbeOnPage().Matches(Page).Select(match => (match.Groups["name"].Value, match.Groups["words"].Value, match.Groups["quick"].Value)).ToList();
        Assert.InRange(told.Count, 10, 100);
        Assert.Equal(there, told);
    }

    [Fact]
    public void The_parts_have_the_tables_times()
    {
        var there = PartInCode().Matches(File.ReadAllText(Repository.PathOf("src/GpuCheck/Parts/Part.cs")))
            .Select(match => (match.Groups["name"].Value, match.Groups["times"].Value, match.Groups["cuda"].Value == "true" ? "no" : "yes"));
        var told = PartOnPage().Matches(Page).Select(match => (match.Groups["name"].Value, match.Groups["times"].Value, match.Groups["without"].Value)).ToList();
        Assert.InRange(told.Count, 5, 100);
        Assert.Equal(there, told.Where(part => part.Item1 != "probes"));
    }

    [GeneratedRegex("""(?:Anywhere|OnDevice)\("(?<name>[\w-]+)", "(?<words>[^"]+)", quick: (?<quick>\w+)""")]
    private static partial Regex ProbeInCode();

    [GeneratedRegex(@"^\| (?<name>[\w-]+) \| (?<words>[^|]+) \| (?<quick>yes|no) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex ProbeOnPage();

    [GeneratedRegex("""new\("(?<name>\w+)", "[^"]+", OnlyCuda: (?<cuda>\w+), (?<times>\d+, \d+),""")]
    private static partial Regex PartInCode();

    [GeneratedRegex(@"^\| (?<name>\w+) \| (?<times>\d+, \d+)(?: each)? \| [^|]+ \| (?<without>yes|no|some) \|$", RegexOptions.Multiline)]
    private static partial Regex PartOnPage();
}
