using LibTorch.Examples.Derivatives;

namespace LibTorch.Tests.Examples;

/// <summary>The example of derivatives beyond the notebooks.</summary>
public sealed class DerivativesTests
{
    [Fact]
    public void All_that_it_says_holds()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var (exitCode, output, error) = ExamplesProgram.Run(["derivatives", "--pictures", folder]);
            Assert.Equal((0, ""), (exitCode, error));
            Assert.Equal(9, output.Split("\nholds: ").Length - 1);
            Assert.DoesNotContain("DOES NOT HOLD", output, StringComparison.Ordinal);
            var drawn = Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(place => File.Exists(Path.Combine(place, "dot")));
            string[] expected = drawn ? ["detach-after.dot", "detach-after.svg", "detach-before.dot", "detach-before.svg"] : ["detach-after.dot", "detach-before.dot"];
            Assert.Equal(expected, Directory.GetFiles(folder).Select(Path.GetFileName).Order());
            Assert.StartsWith("digraph {", File.ReadAllText(Path.Combine(folder, "detach-before.dot")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("/proc/none")]
    [InlineData("/etc/hostname")]
    public void A_folder_that_cannot_be_written_to_is_one_line_and_exit_code_2(string folder)
    {
        var (exitCode, output, error) = ExamplesProgram.Run(["derivatives", "--pictures", folder]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"--pictures {folder} cannot be written to: ", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_hold_is_said()
    {
        StringWriter output = new();
        Assert.False(DerivativesExample.Claim(output, false, "two is three"));
        Assert.Equal("DOES NOT HOLD: two is three\n", output.ToString());
    }

    [Fact]
    public void Newton_finds_what_a_regression_finds()
    {
        // The estimate that textbooks print for these data.
        StringWriter output = new();
        Assert.True(Newton.Run(output, Device.Parse("cpu")));
        Assert.Contains("-4.07771", output.ToString(), StringComparison.Ordinal);
    }
}
