namespace LibTorch.Tests.Tensors;

public sealed class DeviceTests(PythonSession python)
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("cpu:0")]
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    [InlineData("meta")]
    [InlineData("xpu:3")]
    public void Reads_and_writes_Pythons_names(string text) =>
        Assert.Equal(python.Eval($"str(torch.device('{text}'))"), Device.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:01")]
    [InlineData("cpu:0:0")]
    public void Refuses_what_Python_refuses(string text) =>
        Parity.SameError(python, $"torch.device('{text}')", () => Device.Parse(text));

    [Fact]
    public void Numbers_that_are_no_device_are_errors()
    {
        Assert.Throws<TorchValueException>(() => Torch.Zeros(1, device: new Device(DeviceType.Cpu, 300)));
        Assert.Throws<TorchValueException>(() => Torch.Zeros(1, device: new Device((DeviceType)77)));
        Assert.Throws<TorchValueException>(() => new Device((DeviceType)77).ToString());
    }
}
