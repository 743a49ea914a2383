using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LibTorch;

/// <summary>
/// Writes a number to JSON as a number or a truth value, and reads these. Numbers that are not finite need
/// <see cref="JsonNumberHandling.AllowNamedFloatingPointLiterals"/>; complex numbers have no form in JSON.
/// </summary>
public sealed class ScalarJsonConverter : JsonConverter<Scalar>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON is neither a number nor a truth value.</exception>
    public override Scalar Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Number when reader.TryGetInt64(out var whole) => whole,
            JsonTokenType.Number => reader.GetDouble(),
            _ when NamedNumbers.Read(ref reader, options.NumberHandling) is { } named => named,
            _ => throw new JsonException("A number or truth value was expected."),
        };
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The number is complex, or stands for an operator's default.</exception>
    public override void Write(Utf8JsonWriter writer, Scalar value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(options);
        switch (value.Kind)
        {
            case ScalarKind.Bool:
                writer.WriteBooleanValue(value.Bits != 0);
                break;
            case ScalarKind.Int when value.IsLarge:
                writer.WriteNumberValue((ulong)value.Bits);
                break;
            case ScalarKind.Int:
                writer.WriteNumberValue(value.Bits);
                break;
            case ScalarKind.Float when !double.IsFinite(value.ToComplex().Real) && NamedNumbers.AreAllowed(options.NumberHandling):
                writer.WriteStringValue(value.ToComplex().Real.ToString(CultureInfo.InvariantCulture));
                break;
            case ScalarKind.Float:
                writer.WriteNumberValue(value.ToComplex().Real);
                break;
            default:
                throw new NotSupportedException($"The number {value} has no form in JSON.");
        }
    }
}
