namespace LibTorch.Tests.Errors;

/// <summary>The C++ side of an error.</summary>
public sealed class BacktraceTests
{
    [Fact]
    public void Frames_have_names()
    {
        using var x = Torch.Ones(2);
        using var y = Torch.Ones(3);
        var error = Assert.Throws<TorchException>(() => x + y);
        Assert.StartsWith("Exception raised from ", error.NativeBacktrace, StringComparison.Ordinal);
        Assert.Matches(@"frame #\d+: at::.* \+ 0x[0-9a-f]+ in .*/libtorch_cpu\.so", error.NativeBacktrace);
        Assert.Matches(@"frame #\d+: .+ in .*/libtorch_facade\.so", error.NativeBacktrace);
    }

    [Fact]
    public void What_the_library_itself_refuses_has_none()
    {
        using var x = Torch.Ones(2);
        Assert.Equal("", Assert.Throws<TorchException>(() => Torch.Ones([2, 2], requiresGrad: true).Backward()).NativeBacktrace);
        Assert.Equal("", new TorchException("made here").NativeBacktrace);
    }
}
