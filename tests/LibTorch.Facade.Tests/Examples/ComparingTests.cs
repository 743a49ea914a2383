using LibTorch.Examples.Notebooks;
using LibTorch.Examples.Running;

namespace LibTorch.Tests.Examples;

/// <summary>What the runner does with notebooks that are not as recorded.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ComparingTests
{
    [Fact]
    public void A_notebook_as_recorded_is_exit_code_0()
    {
        var (exitCode, output) = Run(notebook => notebook.Show(7).Out("7"));

        Assert.Equal(0, exitCode);
        Assert.Contains("matches   7\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_text_than_recorded_is_exit_code_1()
    {
        var (exitCode, output) = Run(notebook => notebook.Show(7).Out("8"));

        Assert.Equal(1, exitCode);
        Assert.Contains("DIFFERS   7\nrecorded  8\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorded_text_that_does_not_come_is_exit_code_1() =>
        Assert.Equal(1, Run(notebook => notebook.Show(7).Out("7", "8")).ExitCode);

    [Fact]
    public void A_text_that_was_not_recorded_is_exit_code_1() =>
        Assert.Equal(1, Run(notebook => notebook.Show(7)).ExitCode);

    [Fact]
    public void An_error_in_a_cell_is_shown_and_is_exit_code_1()
    {
        var (exitCode, output) = Run(notebook => notebook.Fail().Out("7"));

        Assert.Equal(1, exitCode);
        Assert.Contains("DIFFERS   Torch", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_does_not_hold_is_exit_code_1()
    {
        var (exitCode, output) = Run(notebook => notebook.Claim(x => x * x, x => 3 * x));

        Assert.Equal(1, exitCode);
        Assert.Contains("NOT HELD", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tensor([1.])", "tensor([1.], device='cuda:0')", true)]
    [InlineData("tensor([1.])", "tensor([1.])", false)]
    [InlineData("tensor([1.])", "tensor([2.], device='cuda:0')", false)]
    [InlineData("tensor([1.], dtype=torch.float64)", "tensor([1.], device='cuda:0',\n       dtype=torch.float64)", true)]
    [InlineData("tensor([1.], dtype=torch.float64)", "tensor([1.], device='cuda:0')", false)]
    [InlineData("[1.]", "[1.]", true)]
    [InlineData("True", "False", false)]
    public void On_cuda_a_tensor_also_says_so(string recorded, string printed, bool matches) =>
        Assert.Equal(matches, new Output(printed, recorded, OnCuda: true).Matches);

    private static (int ExitCode, string Output) Run(Action<OneCell> content)
    {
        NotebookEntry entry = new("000", "one-cell", "", (device, draws) => new OneCell(device, draws, content));
        StringWriter output = new();
        var exitCode = App.Run([], [entry], output, output);
        return (exitCode, output.ToString());
    }
}
