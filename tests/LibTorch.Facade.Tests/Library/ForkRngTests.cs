namespace LibTorch.Tests.Library;

/// <summary>What is drawn in a block of <c>fork_rng</c> is not drawn for what comes after it.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ForkRngTests(PythonSession python)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_numbers_are_Pythons(bool enabled)
    {
        Torch.ManualSeed(3);
        List<Tensor> drawn = [Torch.Rand(2)];
        using (var fork = Torch.ForkRng(enabled: enabled))
        {
            drawn.Add(Torch.Rand(2));
            using (Torch.ForkRng(devices: []))
            {
                Torch.ManualSeed(7);
                drawn.Add(Torch.Randn(2));
            }

            drawn.Add(Torch.Rand(2));
            fork.Dispose();

            // The end of the block is a second Dispose, which must leave this number drawn.
            drawn.Add(Torch.Rand(2));
        }

        drawn.Add(Torch.Rand(2));
        Parity.Same(python, "drawn", drawn, $"""
            torch.manual_seed(3)
            drawn = [torch.rand(2)]
            with torch.random.fork_rng(enabled={(enabled ? "True" : "False")}):
                drawn.append(torch.rand(2))
                with torch.random.fork_rng(devices=[]):
                    torch.manual_seed(7)
                    drawn.append(torch.randn(2))
                drawn.append(torch.rand(2))
            drawn += [torch.rand(2), torch.rand(2)]
            """);
    }

    [Fact]
    public void An_error_in_the_block_changes_nothing_of_that()
    {
        Torch.ManualSeed(3);
        var before = Torch.GetRngState();
        Assert.Throws<FormatException>((Action)(() =>
        {
            using var fork = Torch.ForkRng();
            Torch.Rand(2);
            throw new FormatException();
        }));
        Assert.True(before.Equal(Torch.GetRngState()));
    }
}
