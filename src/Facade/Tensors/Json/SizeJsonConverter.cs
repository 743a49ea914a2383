using System.Text.Json;
using System.Text.Json.Serialization;

namespace LibTorch;

/// <summary>Writes a size to JSON as the array of its extents, <c>[2,3]</c>, and reads such arrays.</summary>
public sealed class SizeJsonConverter : JsonConverter<Size>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON is no array of integers.</exception>
    public override Size Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<long> extents = [];
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("An array of integers was expected.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            extents.Add(reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var extent) ? extent : throw new JsonException("An array of integers was expected."));
        }

        return [.. extents];
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Size value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        foreach (var extent in value)
        {
            writer.WriteNumberValue(extent);
        }

        writer.WriteEndArray();
    }
}
