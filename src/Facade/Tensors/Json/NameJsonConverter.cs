using System.Text.Json;
using System.Text.Json.Serialization;

namespace LibTorch;

/// <summary>Writes values to JSON as their text, and reads such texts, also as the keys of a dictionary.</summary>
/// <typeparam name="T">The values' type.</typeparam>
public abstract class NameJsonConverter<T> : JsonConverter<T>
    where T : notnull
{
    private protected NameJsonConverter()
    {
    }

    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON is not the text of such a value.</exception>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.ToString()!);
    }

    /// <summary>The value of this text; null stands for JSON that is not a string.</summary>
    /// <exception cref="JsonException">There is no such value.</exception>
    private protected abstract T Parse(string? text);
}
