using System.Text.Json;

namespace LibTorch;

/// <summary>Writes a device to JSON as its name, <c>"cuda:1"</c>, and reads such names, also as the keys of a dictionary.</summary>
public sealed class DeviceJsonConverter : NameJsonConverter<Device>
{
    private protected override Device Parse(string? text)
    {
        try
        {
            return Device.Parse(text ?? throw new JsonException("The name of a device was expected."));
        }
        catch (TorchException error)
        {
            throw new JsonException(error.Message, error);
        }
    }
}
