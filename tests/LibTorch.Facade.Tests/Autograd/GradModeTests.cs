namespace LibTorch.Tests.Autograd;

public sealed class GradModeTests(PythonSession python)
{
    [Fact]
    public void NoGrad_stops_recording_and_ends()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        using (Torch.NoGrad())
        {
            Assert.False(Torch.IsGradEnabled());
            Assert.False((x * 2).RequiresGrad);
            using (Torch.EnableGrad())
            {
                Assert.True((x * 2).RequiresGrad);
            }

            Assert.False((x * 2).RequiresGrad);
        }

        Assert.True((x * 2).RequiresGrad);
    }

    [Fact]
    public void Recording_goes_on_after_an_exception_in_the_block()
    {
        try
        {
            using (Torch.NoGrad())
            {
                throw new InvalidOperationException();
            }
        }
        catch (InvalidOperationException)
        {
        }

        Assert.True(Torch.IsGradEnabled());
    }

    [Fact]
    public void SetGradEnabled_switches_both_ways()
    {
        using (Torch.SetGradEnabled(false))
        {
            Assert.False(Torch.IsGradEnabled());
            using (Torch.SetGradEnabled(true))
            {
                Assert.True(Torch.IsGradEnabled());
            }
        }

        Assert.True(Torch.IsGradEnabled());
    }

    [Fact]
    public void Disposing_a_mode_twice_does_nothing()
    {
        var mode = Torch.NoGrad();
        mode.Dispose();
        using (Torch.NoGrad())
        {
            mode.Dispose();
            Assert.False(Torch.IsGradEnabled());
        }
    }

    [Fact]
    public void A_mode_belongs_to_its_thread()
    {
        using (Torch.NoGrad())
        {
            var elsewhere = false;
            OwnThread.Run(() => elsewhere = Torch.IsGradEnabled());
            Assert.True(elsewhere);
        }
    }

    [Fact]
    public void Inference_tensors_stay_out_of_graphs()
    {
        Tensor made;
        using (Torch.InferenceMode())
        {
            Assert.True(Torch.IsInferenceModeEnabled());
            Assert.False(Torch.IsGradEnabled());
            made = Torch.Ones(2);
        }

        Assert.False(Torch.IsInferenceModeEnabled());
        Assert.True(made.IsInference);
        using var x = Torch.Ones(2, requiresGrad: true);
        const string Setup = """
            x = torch.ones(2, requires_grad=True)
            with torch.inference_mode():
                made = torch.ones(2)
            """;
        Parity.SameError(python, "x * made", () => _ = x * made, Setup);
        Parity.SameError(python, "made._version", () => _ = made.Version, Setup);
    }
}
