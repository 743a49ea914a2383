using System.Globalization;

namespace LibTorch;

/// <summary>Where a tensor lives; <c>torch.device</c>.</summary>
/// <param name="Type">The kind of device.</param>
/// <param name="Index">Which one; -1 is the current one.</param>
public readonly record struct Device(DeviceType Type, int Index = -1)
{
    /// <summary>The host.</summary>
    public static Device Cpu => new(DeviceType.Cpu);

    /// <summary>The current CUDA device.</summary>
    public static Device Cuda => new(DeviceType.Cuda);

    /// <summary>No data at all.</summary>
    public static Device Meta => new(DeviceType.Meta);

    /// <summary>Reads <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c> or <c>meta</c>.</summary>
    /// <exception cref="TorchException">The text names no device, in PyTorch's words.</exception>
    public static implicit operator Device(string text) => Parse(text);

    /// <summary>Reads <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c> or <c>meta</c>.</summary>
    /// <exception cref="TorchException">The text names no device, in PyTorch's words.</exception>
    public static Device Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        var index = -1;
        if (colon >= 0 && !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out index))
        {
            throw new TorchException($"Invalid device string: '{text}'");
        }

        return name switch
        {
            "cpu" => new Device(DeviceType.Cpu, index),
            "cuda" => new Device(DeviceType.Cuda, index),
            "meta" => new Device(DeviceType.Meta, index),
            _ => throw new TorchException($"Invalid device string: '{text}'"),
        };
    }

    /// <summary>PyTorch's name of it, such as <c>cuda:0</c>.</summary>
    public override string ToString()
    {
        var name = Type switch
        {
            DeviceType.Cpu => "cpu",
            DeviceType.Cuda => "cuda",
            DeviceType.Meta => "meta",
            _ => ((int)Type).ToString(CultureInfo.InvariantCulture),
        };
        return Index < 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{Index}");
    }
}
