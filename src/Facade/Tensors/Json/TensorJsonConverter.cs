using System.Text.Json;
using System.Text.Json.Serialization;

namespace LibTorch;

/// <summary>Writes a tensor to JSON as nested arrays of its values, as <c>json.dumps(x.tolist())</c> does, and reads such arrays.</summary>
/// <remarks>Only the values are kept: whole numbers are read as int64, truth values as bool, others as the default dtype, as <c>torch.tensor</c> takes them. Numbers that are not finite need <see cref="JsonNumberHandling.AllowNamedFloatingPointLiterals"/>.</remarks>
/// <param name="dtype">The dtype of tensors that are read; null for that of the values.</param>
/// <param name="device">The device of tensors that are read; null for the default device.</param>
public sealed class TensorJsonConverter(DType? dtype = null, Device? device = null) : JsonConverter<Tensor>
{
    /// <summary>Makes a converter that reads tensors in the dtype of their values.</summary>
    public TensorJsonConverter()
        : this(null)
    {
    }

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeof(Tensor).IsAssignableFrom(typeToConvert);

    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON is neither a number nor nested arrays of numbers that agree in length.</exception>
    /// <exception cref="NotSupportedException">The type to read is a parameter or buffer, which only a module creates.</exception>
    public override Tensor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (typeToConvert != typeof(Tensor))
        {
            throw new NotSupportedException($"A tensor is read as Tensor, not as {typeToConvert?.Name}.");
        }

        JsonValues values = new(options.NumberHandling);
        values.Read(ref reader);
        return values.ToTensor(dtype, device);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The dtype is complex or quantized; its values have no form in JSON.</exception>
    public override void Write(Utf8JsonWriter writer, Tensor value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(options);
        var shape = value.Shape;
        switch (value.DType)
        {
            case { ScalarType: ScalarType.Bool }:
                Write(writer, shape, value.ToArray<bool>(), static (json, truth) => json.WriteBooleanValue(truth));
                break;
            case { ScalarType: ScalarType.UInt64 }:
                Write(writer, shape, value.ToArray<ulong>(), static (json, number) => json.WriteNumberValue(number));
                break;
            case { ScalarType: ScalarType.Float64 }:
                Write(writer, shape, value.ToArray<double>(), double.IsFinite, static (json, number) => json.WriteNumberValue(number), options);
                break;
            case { IsFloatingPoint: true }:
                Write(writer, shape, value.ToArray<float>(), float.IsFinite, static (json, number) => json.WriteNumberValue(number), options);
                break;
            case { IsComplex: false } when !value.IsQuantized:
                Write(writer, shape, value.ToArray<long>(), static (json, number) => json.WriteNumberValue(number));
                break;
            default:
                throw new NotSupportedException($"Values of {value.DType} have no form in JSON.");
        }
    }

    private static void Write<T>(Utf8JsonWriter writer, Size shape, T[] values, Predicate<T> isFinite, Action<Utf8JsonWriter, T> number, JsonSerializerOptions options)
        where T : IFormattable
    {
        var named = NamedNumbers.AreAllowed(options.NumberHandling);
        Write(writer, shape, values, (json, value) =>
        {
            if (named && !isFinite(value))
            {
                json.WriteStringValue(value.ToString(null, System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                number(json, value);
            }
        });
    }

    private static void Write<T>(Utf8JsonWriter writer, Size shape, ReadOnlySpan<T> values, Action<Utf8JsonWriter, T> element)
    {
        if (shape.Count == 0)
        {
            element(writer, values[0]);
            return;
        }

        writer.WriteStartArray();
        var (count, rest) = ((int)shape[0], shape[1..]);
        for (var i = 0; i < count; i++)
        {
            var length = values.Length / count;
            Write(writer, rest, values.Slice(i * length, length), element);
        }

        writer.WriteEndArray();
    }
}
