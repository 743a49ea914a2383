namespace LibTorch;

public abstract partial class TypeNamedFunctions
{
    /// <summary>The device of that name, such as <c>cuda:1</c>; <c>torch.device</c>.</summary>
    /// <exception cref="TorchException">The text names no device, in PyTorch's words.</exception>
    public static Device Device(string type) => LibTorch.Device.Parse(type);

    /// <summary>A kind of device and its number; <c>torch.device("cuda", 1)</c>.</summary>
    public static Device Device(DeviceType type, int index = -1) => new(type, index);
}
