using System.Text.Json.Serialization;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>Where a tensor lives; <c>torch.device</c>.</summary>
/// <param name="Type">The kind of device.</param>
/// <param name="Index">Which one; -1 is the current one.</param>
[JsonConverter(typeof(DeviceJsonConverter))]
public readonly record struct Device(DeviceType Type, int Index = -1)
{
    /// <summary>The host.</summary>
    public static Device Cpu => new(DeviceType.Cpu);

    /// <summary>The current CUDA device.</summary>
    public static Device Cuda => new(DeviceType.Cuda);

    /// <summary>No data at all.</summary>
    public static Device Meta => new(DeviceType.Meta);

    /// <summary>Reads <c>cpu</c>, <c>cuda:1</c>, <c>meta</c> or any other device that libtorch knows.</summary>
    /// <exception cref="TorchException">The text names no device, in PyTorch's words.</exception>
    public static implicit operator Device(string text) => Parse(text);

    /// <summary>Reads <c>cpu</c>, <c>cuda:1</c>, <c>meta</c> or any other device that libtorch knows.</summary>
    /// <exception cref="TorchException">The text names no device, in PyTorch's words.</exception>
    public static Device Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (type, index) = LibraryCalls.ParseDevice(text);
        return new Device((DeviceType)type, index);
    }

    /// <summary>PyTorch's name of it, such as <c>cuda:0</c>.</summary>
    public override string ToString() => this switch
    {
        { Type: DeviceType.Cpu, Index: -1 } => "cpu",
        { Type: DeviceType.Meta, Index: -1 } => "meta",
        _ => LibraryCalls.DeviceText((int)Type, Index),
    };
}
