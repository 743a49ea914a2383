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

    // Debian's libtorch 2.14 has Vulkan's kernels, which end the process where there is no driver.
    [Fact]
    public void Every_device_is_there_or_refused()
    {
        Device[] devices = [.. Enumerable.Range(0, 128).Select(i => new Device((DeviceType)i)).TakeWhile(IsKnown)];
        Assert.Contains((Device)"vulkan", devices);
        foreach (var device in devices)
        {
            IsMadeOrRefused(() => Torch.Empty([2], device: device));
            IsMadeOrRefused(() => Torch.Zeros([2], device: device));
            IsMadeOrRefused(() => Torch.Ones(2).To(device));
            IsMadeOrRefused(() => Torch.EmptyLike(Torch.Ones(2), device: device));
        }
    }

    [Fact]
    public void Vulkans_operators_are_refused_without_a_driver()
    {
        Assert.SkipWhen((bool)Torch.Ops["aten::is_vulkan_available"].Invoke()[0]!, "there is a driver");
        foreach (var op in Torch.Ops.Where(op => op.FullName.StartsWith("vulkan", StringComparison.Ordinal)))
        {
            // Operators with other parameters refuse the arguments.
            var two = Record.Exception(() => op.Invoke(Torch.Ones(2, 2), null));
            var four = Record.Exception(() => op.Invoke(Torch.Ones(2, 2), Torch.Ones(2, 2), 1.0, 0));
            Assert.True(two is TorchException or ArgumentException, $"{op}: {two}");
            Assert.True(four is TorchException or ArgumentException, $"{op}: {four}");
            if (op.FullName == "vulkan_quantized::add")
            {
                Assert.StartsWith("Vulkan is not available", four.Message, StringComparison.Ordinal);
            }
        }
    }

    private static bool IsKnown(Device device)
    {
        try
        {
            return device.ToString().Length > 0;
        }
        catch (TorchValueException)
        {
            return false;
        }
    }

    private static void IsMadeOrRefused(Func<Tensor> make)
    {
        try
        {
            make().Dispose();
        }
        catch (TorchException)
        {
        }
    }
}
