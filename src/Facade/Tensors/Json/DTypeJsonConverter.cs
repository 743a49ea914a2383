using System.Text.Json;
using System.Text.Json.Serialization;

namespace LibTorch;

/// <summary>Writes a dtype to JSON as its name, <c>"torch.float32"</c>, and reads any of its names.</summary>
public sealed class DTypeJsonConverter : JsonConverter<DType>
{
    /// <inheritdoc/>
    public override DType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && DType.TryParse(reader.GetString(), out var dtype) ? dtype : throw new JsonException("This is not the name of a dtype.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DType value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
