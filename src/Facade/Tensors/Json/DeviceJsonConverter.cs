using System.Text.Json;
using System.Text.Json.Serialization;

namespace LibTorch;

/// <summary>Writes a device to JSON as its name, <c>"cuda:1"</c>, and reads such names, also as the keys of a dictionary.</summary>
public sealed class DeviceJsonConverter : JsonConverter<Device>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON is not the name of a device.</exception>
    public override Device Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Named(reader.GetString()!) : throw new JsonException("The name of a device was expected.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Device value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }

    /// <inheritdoc/>
    public override Device ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Named(reader.GetString()!);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, Device value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.ToString());
    }

    private static Device Named(string name)
    {
        try
        {
            return Device.Parse(name);
        }
        catch (TorchException error)
        {
            throw new JsonException(error.Message, error);
        }
    }
}
